import Networking

/// An issue as it stands.
public struct JiraIssue: Sendable, Equatable {
    public var key: String
    public var id: String
    /// As sent, except for the person fields.
    public var fields: [String: JSONValue]
    public var properties: [String: JSONValue] = [:]
    public var comments: [JSONValue] = []
    public var watchers: [String] = []
    /// By their global ids.
    public var remoteLinks: [String: JSONValue] = [:]
    /// The other issue's key and the link type's name.
    public var links: [Link] = []

    public struct Link: Sendable, Equatable {
        public var type: String
        /// Whether this issue is at the outward end.
        public var isOutward: Bool
        public var other: String
    }

    public var summary: String { fields["summary"]?.string ?? "" }
    public var labels: [String] { (fields["labels"]?.array ?? []).compactMap(\.string) }
    public var project: String { String(key.prefix { $0 != "-" }) }
}

/// Somebody JIRA knows.
struct JiraPerson: Sendable, Equatable {
    /// `accountId` in Cloud, `name` in Data Center.
    var id: String
    var displayName: String
    var email: String

    func json(_ flavour: JiraScenario.Flavour) -> JSONValue {
        let common: JSONValue = [
            "displayName": .string(displayName), "emailAddress": .string(email), "active": true, "timeZone": "Etc/UTC",
        ]
        return switch flavour {
        case .cloud: common.adding(["accountId": .string(id), "accountType": "atlassian"])
        case .datacenter: common.adding(["name": .string(id), "key": .string(id)])
        }
    }

    static func key(_ flavour: JiraScenario.Flavour) -> String { flavour == .cloud ? "accountId" : "name" }
}

/// An error answer: https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
struct JiraRefusal: Error, Equatable {
    var status: Int
    var messages: [String] = []
    var errors: [String: String] = [:]

    static func fields(_ errors: [String: String]) -> JiraRefusal { JiraRefusal(status: 400, errors: errors) }

    static let noIssue = JiraRefusal(
        status: 404, messages: ["Issue does not exist or you do not have permission to see it."])

    var response: ServedResponse {
        .json(
            status,
            [
                "errorMessages": .array(messages.map(JSONValue.string)),
                "errors": .object(errors.mapValues(JSONValue.string)),
            ])
    }
}
