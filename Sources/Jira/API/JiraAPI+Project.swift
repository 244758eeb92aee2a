import ChatOps
import Networking

/// What can be set when a ticket of one type is created in one project.
struct JiraCreateScreen: Sendable, Equatable {
    var typeID: String
    /// Field ids and whether JIRA insists on them; nil when JIRA does not tell.
    var fields: [String: Bool]?
}

extension JiraAPI {
    /// Throws `notFound` for an unknown project or issue type, in words that say which.
    func createScreen(project: String, type name: String) async throws(JiraFailure) -> JiraCreateScreen {
        let (types, areScreensTold) = try await issueTypes(of: project)
        guard !types.isEmpty else {
            throw JiraFailure(
                code: .unauthorized, message: "The bot's JIRA account may not create tickets in `\(project)`")
        }
        let type = types.first { $0["name"]?.string?.lowercased() == name.lowercased() }
        guard let id = type?["id"]?.string else {
            let names = types.compactMap { $0["name"]?.string }.map { "`\($0)`" }.joined(separator: ", ")
            throw JiraFailure(
                code: .notFound,
                message: "The JIRA project `\(project)` has no issue type `\(name)`; it has \(names)")
        }
        guard areScreensTold else { return JiraCreateScreen(typeID: id) }
        let fields = try await list(
            .get("issue", "createmeta", project, "issuetypes", id), in: ["fields", "values", "results"])
        let required = fields.compactMap { field in
            (field["fieldId"] ?? field["key"])?.string.map { ($0, field["required"]?.bool ?? false) }
        }
        return JiraCreateScreen(
            typeID: id, fields: required.isEmpty ? nil : Dictionary(required, uniquingKeysWith: { $1 }))
    }

    /// The types of a project, and whether JIRA will tell their screens: servers before 8.4 do not.
    private func issueTypes(of project: String) async throws(JiraFailure) -> ([JSONValue], Bool) {
        do {
            let call = JiraCall.get("issue", "createmeta", project, "issuetypes")
            return (try await list(call, in: ["issueTypes", "values", "createMetaIssueType"]), true)
        } catch let error where error.status == 404 || error.status == 400 {
            do {
                let answer = try await send(.get("project", project))
                return (answer["issueTypes"]?.array ?? [], false)
            } catch let error where error.status == 404 {
                throw JiraFailure(
                    code: .notFound,
                    message: "JIRA has no project `\(project)`, or the bot's account may not see it", status: 404)
            }
        }
    }
}
