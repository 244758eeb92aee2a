import ChatOps
import Networking

extension JiraAPI {
    /// The screen of the type called `name`; of the project's sub-tasks instead, where one is wanted and `name` is none.
    /// Throws `notFound` for an unknown project or issue type, in words that say which.
    func createScreen(
        project: String, type name: String, asSubtask: Bool = false
    ) async throws(JiraFailure) -> JiraCreateScreen {
        let (types, areScreensTold) = try await issueTypes(of: project)
        guard !types.isEmpty else {
            throw JiraFailure(
                code: .unauthorized, message: "The bot's JIRA account may not create tickets in `\(project)`")
        }
        let named = types.first { $0["name"]?.string?.lowercased() == name.lowercased() }
        let subtask = asSubtask && named?.isSubtask != true ? types.first { $0.isSubtask } : nil
        guard let type = subtask ?? named, let id = type["id"]?.string else {
            let names = types.compactMap { $0["name"]?.string }.map { "`\($0)`" }.joined(separator: ", ")
            throw JiraFailure(
                code: .notFound,
                message: "The JIRA project `\(project)` has no issue type `\(name)`; it has \(names)")
        }
        var screen = JiraCreateScreen(typeID: id, isSubtask: type.isSubtask)
        guard areScreensTold else { return screen }
        let fields = try await list(
            .get("issue", "createmeta", project, "issuetypes", id), in: ["fields", "values", "results"]
        ).compactMap { JiraCreateScreen.Field($0) }
        if !fields.isEmpty { screen.fields = fields }
        return screen
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

    /// Whether a ticket can have sub-tasks in a project: it is one of the project's own, and no sub-task itself.
    func canHaveSubtasks(_ key: String, in project: String) async throws(JiraFailure) -> Bool {
        do {
            let fields = try await send(.get("issue", key, query: [("fields", "project,issuetype")]))["fields"]
            return fields?["project"]?["key"]?.string == project && fields?["issuetype"]?.isSubtask == false
        } catch let error where error.status == 404 {
            return false
        }
    }
}

extension JSONValue {
    /// Of an issue type.
    fileprivate var isSubtask: Bool { self["subtask"]?.bool ?? false }
}
