import Networking

/// A ticket as the page shows it.
struct PageTicket: Sendable {
    private let issue: JiraIssue

    init(_ issue: JiraIssue) { self.issue = issue }

    var json: JSONValue {
        .members([
            "key": .string(issue.key), "summary": .string(issue.summary),
            "type": issue.fields["issuetype"]?["name"], "status": issue.fields["status"]?["name"],
            "closed": .bool(issue.fields["status"] == JiraDesk.done),
            "assignee": issue.fields["assignee"]?["displayName"], "priority": issue.fields["priority"]?["name"],
            "labels": .array(issue.labels.map(JSONValue.string)),
            // Cloud's document or Data Center's markup.
            "description": issue.fields["description"],
            "comments": .array(issue.comments.map(comment)), "links": .array(issue.links.map(link)),
            "watchers": .int(issue.watchers.count),
        ])
    }

    private func comment(_ comment: JSONValue) -> JSONValue {
        .members(["author": comment["author"]?["displayName"], "body": comment["body"]])
    }

    private func link(_ link: JiraIssue.Link) -> JSONValue {
        let type = JiraLinks.types.first { $0["name"]?.string == link.type }
        return .members(["words": type?[link.isOutward ? "inward" : "outward"], "key": .string(link.other)])
    }
}
