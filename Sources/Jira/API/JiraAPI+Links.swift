import Networking

extension JiraAPI {
    /// None when linking is switched off.
    func linkTypes() async throws(JiraFailure) -> [JSONValue] {
        do throws(JiraFailure) {
            guard let types = try await send(.get("issueLinkType"))["issueLinkTypes"]?.array else {
                throw .unreadable(200)
            }
            return types
        } catch let error where error.status == 404 {
            return []
        }
    }

    func link(_ key: String, to parent: String, type: String) async throws(JiraFailure) {
        _ = try await send(
            JiraCall(
                method: .post, path: ["issueLink"],
                body: [
                    "type": ["name": .string(type)], "inwardIssue": ["key": .string(key)],
                    "outwardIssue": ["key": .string(parent)],
                ],
                isRepeatable: false))
    }
}

/// The link type that comes nearest to "relates to".
struct JiraLinkType: Equatable {
    var name: String
    /// Whether it says "relates" at all.
    var isRelation: Bool

    /// nil when there are no link types.
    init?(among types: [JSONValue]) {
        func says(_ type: JSONValue, _ member: String) -> Bool {
            type[member]?.string?.lowercased().contains("relates") ?? false
        }
        let exact = types.first { $0["name"]?.string?.lowercased() == "relates" }
        let related = exact ?? types.first { says($0, "outward") || says($0, "inward") }
        guard let name = (related ?? types.first)?["name"]?.string else { return nil }
        self.name = name
        isRelation = related != nil
    }
}
