import FoundationEssentials
import Networking

/// A JIRA as far as the bot uses it, Cloud (REST v3) or Data Center (REST v2).
public actor JiraDesk {
    public enum Event: Sendable, Equatable {
        case called(method: String, path: String, status: Int)
        case created(JiraIssue)
        case changed(JiraIssue)
    }

    /// How a request fails.
    public enum Trouble: Sendable, Equatable {
        case status(Int)
        /// HTTP 429 with `Retry-After` in seconds.
        case rateLimited(Int)
        /// The deed is done and the answer lost.
        case lostAnswer
    }

    // Made-up credentials of a JIRA that exists only on loopback.
    public static let email = "trailwatch@example.com"
    public static let token = "sandbox-jira-token"

    public nonisolated let journal = Journal<Event>()
    nonisolated let flavour: JiraScenario.Flavour
    let projects: [JiraScenario.Project]
    let people: [JiraPerson]
    public private(set) var issues: [JiraIssue] = []
    private var troubles: [(method: String, path: String, remaining: Int, trouble: Trouble)] = []
    private(set) var base = ""

    init(_ scenario: JiraScenario, people: [Member]) {
        flavour = scenario.flavour
        projects = scenario.projects
        let known = people.compactMap { member in
            member.email.map { email in
                JiraPerson(
                    id: scenario.flavour == .cloud ? "712020:\(member.id.lowercased())" : member.name,
                    displayName: member.realName, email: email)
            }
        }
        self.people = known + [JiraPerson(id: "trailwatch-app", displayName: "Trailwatch", email: Self.email)]
        for seed in scenario.issues ?? [] {
            let fields: [String: JSONValue] = [
                "summary": .string(seed.summary), "status": Self.open, "labels": [],
                "issuetype": ["id": "10001", "name": "Task"],
            ]
            issues.append(JiraIssue(key: seed.key, id: String(10_000 + issues.count), fields: fields))
        }
    }

    func listen(on port: UInt16) { base = "http://127.0.0.1:\(port)" }

    public var url: String { base }

    public func issue(_ key: String) -> JiraIssue? { issues.first { $0.key == key || $0.id == key } }

    /// The next requests whose method matches and whose path ends this way fail.
    public func fail(next count: Int, method: String, pathEnding path: String, with trouble: Trouble) {
        troubles.append((method, path, count, trouble))
    }

    func serve(_ request: ServedRequest) -> ServedResponse {
        var answer: ServedResponse
        let trouble = takeTrouble(request)
        switch trouble {
        case .status(let status): answer = .text(status, "<html><body>Temporarily unavailable</body></html>")
        case .rateLimited(let seconds):
            answer = .text(429, "<html><body>Rate limit exceeded</body></html>")
            answer.headers.append(("Retry-After", String(seconds)))
        case .lostAnswer, nil:
            do throws(JiraRefusal) {
                answer = try route(request)
            } catch {
                answer = error.response
            }
            if trouble == .lostAnswer { answer = .text(502, "<html><body>Bad gateway</body></html>") }
        }
        journal.append(.called(method: request.method, path: request.path, status: answer.status))
        return answer
    }

    private func takeTrouble(_ request: ServedRequest) -> Trouble? {
        guard
            let index = troubles.firstIndex(where: {
                $0.remaining > 0 && $0.method == request.method && request.path.hasSuffix($0.path)
            })
        else { return nil }
        troubles[index].remaining -= 1
        return troubles[index].trouble
    }

    private func route(_ request: ServedRequest) throws(JiraRefusal) -> ServedResponse {
        var path = request.path.split(separator: "/").map(String.init)
        if path == ["_edge", "tenant_info"], flavour == .cloud {
            return .json(200, ["cloudId": "00000000-0000-4000-8000-000000000001"])
        }
        if path.first == "browse", path.count == 2 { return try browse(path[1]) }
        guard path.count > 3, path[0] == "rest", path[1] == "api", versions.contains(path[2]) else {
            throw JiraRefusal(status: 404, messages: ["No such resource."])
        }
        let version = path[2]
        path.removeFirst(3)
        if path != ["serverInfo"] { try authenticate(request) }
        if path.first == "issue", path.count == 3, path[2] == "attachments" { return try attach(to: path[1], request) }
        let call = JiraCall(
            method: request.method, path: path, query: request.query, version: version == "3" ? .v3 : .v2,
            body: try body(request))
        return try perform(call)
    }

    private var versions: Set<String> { flavour == .cloud ? ["2", "3", "latest"] : ["2", "latest"] }

    private func body(_ request: ServedRequest) throws(JiraRefusal) -> JSONValue {
        if request.body.isEmpty { return [:] }
        guard let body = try? JSONValue(parsing: request.body) else {
            throw JiraRefusal(
                status: 400, messages: ["There was an error parsing JSON. Check that your request body is valid."])
        }
        return body
    }

    private func authenticate(_ request: ServedRequest) throws(JiraRefusal) {
        let basic = Data("\(Self.email):\(Self.token)".utf8).base64EncodedString()
        let expected = flavour == .cloud ? "Basic \(basic)" : "Bearer \(Self.token)"
        guard request.headers["Authorization"] == expected else {
            throw JiraRefusal(
                status: 401, messages: ["You are not authenticated. Authentication required to perform this operation."]
            )
        }
    }

    private func browse(_ key: String) throws(JiraRefusal) -> ServedResponse {
        guard let issue = issue(key) else { throw .noIssue }
        return .text(200, "\(issue.key)  \(issue.summary)")
    }

    // MARK: What the methods change

    static let done: JSONValue = ["name": "Done", "statusCategory": ["key": "done", "name": "Done"]]
    static let open: JSONValue = ["name": "To Do", "statusCategory": ["key": "new", "name": "To Do"]]

    /// Somebody closes an issue; false where there is none.
    @discardableResult public func close(_ key: String) -> Bool {
        guard (try? change(key, { $0.fields["status"] = Self.done })) != nil else { return false }
        return true
    }

    func add(_ issue: JiraIssue) {
        issues.append(issue)
        journal.append(.created(issue))
    }

    func change(_ key: String, _ change: (inout JiraIssue) throws(JiraRefusal) -> Void) throws(JiraRefusal) {
        guard let index = issues.firstIndex(where: { $0.key == key || $0.id == key }) else { throw .noIssue }
        var issue = issues[index]
        try change(&issue)
        issues[index] = issue
        journal.append(.changed(issue))
    }
}

/// A request under `/rest/api/VERSION`.
struct JiraCall: Sendable {
    enum Version: Sendable {
        case v2
        case v3
    }

    var method: String
    var path: [String]
    var query: [String: String]
    var version: Version
    var body: JSONValue
}
