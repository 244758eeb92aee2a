import ChatOps
import FoundationEssentials
import Networking

/// A ticket as far as it matters for its updates.
struct JiraProgress: Sendable, Equatable {
    var key: String
    var status: String
    var isDone: Bool
    var resolution: String?
    var assigneeID: String?
    /// `2026-12-31`.
    var dueDate: String?
    var closedAt: String?
    /// The updates that are told in the description and the newest comments.
    var updates: Set<String> = []

    var standing: TicketUpdate.Standing { isDone ? .done : .open }
}

extension JiraAPI {
    /// nil when there is no such ticket.
    func progress(of key: String) async throws(JiraFailure) -> JiraProgress? {
        let fields = "status,resolution,assignee,duedate,resolutiondate,statuscategorychangedate,description"
        do throws(JiraFailure) {
            let ticket = try await send(.get("issue", key, query: [("fields", fields)]))
            let comments = try await send(
                .get("issue", key, "comment", query: [("orderBy", "-created"), ("maxResults", "100")]))
            guard let fields = ticket["fields"], let status = fields["status"]?["name"]?.string,
                let written = comments["comments"]?.array
            else { throw JiraFailure.unreadable(200) }
            let texts = [fields["description"] ?? .null] + written.map { $0["body"] ?? .null }
            return JiraProgress(
                key: ticket["key"]?.string ?? key, status: status,
                isDone: fields["status"]?["statusCategory"]?["key"]?.string == "done",
                resolution: fields["resolution"]?["name"]?.string,
                assigneeID: fields["assignee"]?[deployment.personKey]?.string,
                dueDate: fields["duedate"]?.string,
                closedAt: (fields["resolutiondate"]?.string ?? fields["statuscategorychangedate"]?.string),
                updates: Set(texts.flatMap(UpdateMark.ids)))
        } catch let error where error.status == 404 {
            return nil
        }
    }

    /// An upsert by the link's id.
    func setRemoteLink(_ link: TicketLink, of key: String) async throws(JiraFailure) {
        _ = try await send(
            JiraCall(
                method: .post, path: ["issue", key, "remotelink"],
                body: [
                    "globalId": .string(link.id.cut(to: 255)), "relationship": "told in",
                    "object": ["url": .string(link.url), "title": .string(link.title.onOneLine.cut(to: 255))],
                ]))
    }
}

extension JiraProgress {
    func status(declining: [String]) -> TicketStatus {
        let isDeclined = [resolution, status].contains { $0.map { $0.isAmong(declining) } ?? false }
        return TicketStatus(
            standing: !isDone ? .open : isDeclined ? .declined(until: dueDate.flatMap(JiraTime.endOfDay)) : .done,
            words: resolution.map { isDone ? "\(status) (\($0))" : status } ?? status,
            closedAt: isDone ? closedAt.flatMap(JiraTime.date) : nil, updates: updates)
    }
}

extension String {
    /// Whether it is one of the names, but for case and apostrophes, which JIRA spells in two ways.
    func isAmong(_ names: [String]) -> Bool { names.contains { $0.bare == bare } }

    private var bare: String { lowercased().filter { $0 != "'" && $0 != "’" } }
}

/// How JIRA writes times.
enum JiraTime {
    /// `2026-11-24T21:18:14.000+0100`
    static func date(_ text: String) -> Date? {
        try? Date(
            text.replacing(#/\.\d+/#, with: ""), strategy: Date.ISO8601FormatStyle(timeZoneSeparator: .omitted))
    }

    /// The last second, in UTC, of a day such as `2026-12-31`.
    static func endOfDay(_ text: String) -> Date? {
        try? Date(text + "T23:59:59Z", strategy: .iso8601)
    }
}
