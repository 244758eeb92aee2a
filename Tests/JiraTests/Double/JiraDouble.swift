import Foundation
import Networking

/// A JIRA that remembers: enough of Cloud's version 3 or Data Center's version 2 to be told apart by a client that mixes
/// them up. Strict where JIRA is, and it can be made to fail.
actor JiraDouble {
    enum Flavor: String, CaseIterable, Sendable {
        case cloud
        case dataCenter

        var version: String { self == .cloud ? "3" : "2" }
    }

    struct Call: Sendable, Equatable {
        var method: String
        /// Without the base, such as `/rest/api/3/issue`.
        var path: String
        var query: [String: String] = [:]
        var authorization: String?
        var body: JSONValue?
        /// A body that is no JSON.
        var upload: String?
        /// `X-Atlassian-Token`.
        var token: String?

        /// `POST issue`, as the tests name calls.
        var name: String { "\(method) " + path.split(separator: "/").dropFirst(3).joined(separator: "/") }
    }

    struct Answer: Sendable, Equatable {
        var status: Int
        var headers: [String: String] = [:]
        var body = ""

        static func json(_ value: JSONValue, status: Int = 200) -> Answer {
            Answer(status: status, headers: ["Content-Type": "application/json"], body: value.text)
        }

        static func error(_ status: Int, _ messages: [String] = [], fields: [String: String] = [:]) -> Answer {
            .json(
                [
                    "errorMessages": .array(messages.map(JSONValue.string)),
                    "errors": .object(fields.mapValues(JSONValue.string)),
                ], status: status)
        }
    }

    /// What goes wrong with one call.
    enum Fault: Sendable {
        case instead(Answer)
        /// The call is carried out, but this is the answer.
        case afterwards(Answer)
        /// Nothing is answered until the caller hangs up.
        case hang
    }

    struct Issue: Sendable, Equatable {
        var key: String
        var fields: [String: JSONValue]
        var properties: JSONValue?
        var assigneeID: String?
        /// Type and the other ticket's key.
        var links: [[String]] = []
        var status = Status.toDo
        var resolution: String?
        var closings = 0
        var comments: [JSONValue] = []
        var watchers: [String] = []
        /// Name and content.
        var attachments: [[String]] = []
        /// By their global ids.
        var remoteLinks: [String: JSONValue] = [:]

        var labels: [String] { fields["labels"]?.array?.compactMap(\.string) ?? [] }
    }

    struct Status: Sendable, Equatable {
        var name: String
        var category: String

        static let toDo = Status(name: "To Do", category: "new")
        static let inProgress = Status(name: "In Progress", category: "indeterminate")
        static let done = Status(name: "Done", category: "done")
    }

    struct Transition: Sendable, Equatable {
        var id: String
        var name: String
        var from: [String]
        var to: Status
        /// As `transitions?expand=transitions.fields` shows them.
        var fields: JSONValue = [:]

        static let resolution: JSONValue = [
            "required": true, "name": "Resolution", "key": "resolution", "hasDefaultValue": false,
            "operations": ["set"], "schema": ["type": "resolution", "system": "resolution"],
            "allowedValues": [["name": "Won't Do"], ["name": "Duplicate"], ["name": "Done"]],
        ]
        static let usual = [
            Transition(id: "11", name: "Start", from: ["To Do"], to: .inProgress),
            Transition(
                id: "21", name: "Reject", from: ["To Do", "In Progress"], to: Status(name: "Rejected", category: "done")
            ),
            Transition(
                id: "31", name: "Close", from: ["To Do", "In Progress"], to: .done, fields: ["resolution": resolution]),
            Transition(id: "41", name: "Reopen", from: ["Done", "Rejected"], to: .toDo),
        ]
    }

    /// What the tests decide about it.
    struct Setup: Sendable {
        var authorization: String?
        /// What the gateway of scoped tokens takes.
        var scopedAuthorization: String?
        var projects: [String: [IssueType]] = ["SEC": [.bug, .task]]
        var people: [JSONValue] = []
        var linkTypes: [JSONValue] = [
            ["id": "1", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"],
            ["id": "2", "name": "Relates", "inward": "relates to", "outward": "relates to"],
        ]
        /// Fields that JIRA refuses although the screen shows them.
        var refusedFields: [String: String] = [:]
        var defaultAssigneeID: String?
        /// Whether Cloud's index lags behind.
        var searchLags = false
        /// Servers before 8.4 have none of the new createmeta resources.
        var hasCreateMeta = true
        var transitions = Transition.usual
        /// Names and kinds of custom fields.
        var customFields: [String: JSONValue] = [:]
    }

    let flavor: Flavor
    private(set) var setup = Setup()
    private(set) var issues: [Issue] = []
    private(set) var calls: [Call] = []
    private var faults: [(name: String, fault: Fault)] = []

    struct IssueType: Sendable, Equatable {
        var id: String
        var name: String
        var isSubtask = false
        /// Field ids and whether they are required.
        var fields: [String: Bool]

        static let bug = IssueType(id: "10001", name: "Bug", fields: standard)
        static let task = IssueType(id: "10002", name: "Task", fields: standard)
        static let standard = [
            "project": true, "issuetype": true, "summary": true, "description": false, "labels": false,
        ]
    }

    init(_ flavor: Flavor) {
        self.flavor = flavor
    }

    func set<Value: Sendable>(_ member: any WritableKeyPath<Setup, Value> & Sendable, _ value: Value) {
        setup[keyPath: member] = value
    }

    /// The next call of that name (`POST issue`, or a part of it) goes wrong.
    func fail(_ name: String, _ fault: Fault) {
        faults.append((name, fault))
    }

    func add(_ key: String, fields: [String: JSONValue] = [:]) {
        issues.append(Issue(key: key, fields: fields))
    }

    func remove(_ key: String) {
        issues.removeAll { $0.key == key }
    }

    /// The answers so far, each to the call of the same number.
    private(set) var answers: [Answer?] = []

    /// nil when nothing is to be answered.
    func answer(_ call: Call) -> Answer? {
        calls.append(call)
        let answer = decide(call)
        answers.append(answer)
        return answer
    }

    private func decide(_ call: Call) -> Answer? {
        guard let index = faults.firstIndex(where: { call.name.contains($0.name) }) else { return carryOut(call) }
        switch faults.remove(at: index).fault {
        case .instead(let answer): return answer
        case .afterwards(let answer):
            _ = carryOut(call)
            return answer
        case .hang: return nil
        }
    }

    /// Names of the calls so far, without those that begin a conversation.
    var callNames: [String] { calls.map(\.name).filter { !["GET serverInfo", "GET myself"].contains($0) } }

    func update(_ key: String, _ change: (inout Issue) -> Void) -> Bool {
        guard let index = issues.firstIndex(where: { $0.key == key }) else { return false }
        change(&issues[index])
        return true
    }

    func append(_ issue: Issue) {
        issues.append(issue)
    }
}

extension JSONValue {
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try! encoder.encode(self), as: UTF8.self)
    }
}
