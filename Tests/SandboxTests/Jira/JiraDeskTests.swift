import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite struct JiraDeskTests {
    private static let alice = Member(
        id: "U0ALICE", name: "alice", displayName: "Alice", realName: "Alice N", email: "alice@example.com")

    private func desk(_ flavour: JiraScenario.Flavour) -> JiraDesk {
        let scenario = JiraScenario(
            flavour: flavour, projects: [.init(key: "SEC", name: "Security", fields: ["priority"])],
            issues: [.init(key: "SEC-1", summary: "Parent")])
        return JiraDesk(scenario, people: [Self.alice])
    }

    private func call(
        _ desk: JiraDesk, _ method: String, _ path: String, _ body: JSONValue? = nil, query: [String: String] = [:],
        authorization: String? = nil
    ) async -> (status: Int, body: JSONValue) {
        let basic = "Basic " + Data("\(JiraDesk.email):\(JiraDesk.token)".utf8).base64EncodedString()
        let standard = desk.flavour == .cloud ? basic : "Bearer \(JiraDesk.token)"
        let request = ServedRequest(
            method: method, path: "/rest/api/\(desk.flavour == .cloud ? "3" : "2")/\(path)", query: query,
            headers: ["Authorization": authorization ?? standard], body: body?.encoded ?? Data())
        let answer = await desk.serve(request)
        guard case .body(let data) = answer.content else { return (answer.status, .null) }
        return (answer.status, (try? JSONValue(parsing: data)) ?? .null)
    }

    private static func document(_ text: String) -> JSONValue {
        [
            "type": "doc", "version": 1,
            "content": [["type": "paragraph", "content": [["type": "text", "text": .string(text)]]]],
        ]
    }

    private static func issue(_ fields: JSONValue = [:]) -> JSONValue {
        let usual: JSONValue = [
            "project": ["key": "SEC"], "issuetype": ["name": "Task"], "summary": "CloudTrail is off",
            "labels": ["trailwatch", "tw-1a2b"],
        ]
        return ["fields": usual.adding(fields)]
    }

    @Test("Cloud and Data Center tell what they are, also to strangers")
    func serverInfo() async {
        #expect(await call(desk(.cloud), "GET", "serverInfo", authorization: "").body["deploymentType"] == "Cloud")
        #expect(await call(desk(.datacenter), "GET", "serverInfo").body["deploymentType"] == "Server")
    }

    @Test("Wrong credentials are 401, each flavour with its own kind")
    func credentials() async {
        #expect(await call(desk(.cloud), "GET", "myself", authorization: "Bearer x").status == 401)
        #expect(await call(desk(.cloud), "GET", "myself").body["accountId"] == "trailwatch-app")
        #expect(await call(desk(.datacenter), "GET", "myself", authorization: "Basic x").status == 401)
        #expect(await call(desk(.datacenter), "GET", "myself").body["name"] == "trailwatch-app")
    }

    @Test("An issue is created, read by key, found by label, linked, assigned and commented")
    func lifecycle() async throws {
        let desk = desk(.cloud)
        let created = await call(
            desk, "POST", "issue",
            Self.issue(["description": Self.document("x")]).adding(["properties": [["key": "tw", "value": ["a": 1]]]]))
        #expect(created.status == 201)
        #expect(created.body["key"] == "SEC-2")
        let found = await call(
            desk, "POST", "search/jql", ["jql": "project = SEC AND labels = \"tw-1a2b\"", "fields": ["summary"]])
        #expect(found.body["issues"]?[0]?["key"] == "SEC-2")
        #expect(found.body["isLast"] == true)
        let link: JSONValue = [
            "type": ["name": "Relates"], "inwardIssue": ["key": "SEC-2"], "outwardIssue": ["key": "SEC-1"],
        ]
        #expect(await call(desk, "POST", "issueLink", link).status == 201)
        let people = await call(
            desk, "GET", "user/assignable/search", query: ["query": "alice@example.com", "project": "SEC"])
        let id = try #require(people.body[0]?["accountId"])
        #expect(await call(desk, "PUT", "issue/SEC-2/assignee", ["accountId": id]).status == 204)
        #expect(await call(desk, "POST", "issue/SEC-2/comment", ["body": Self.document("hi")]).status == 201)
        let issue = await call(desk, "GET", "issue/SEC-2").body
        #expect(issue["fields"]?["assignee"]?["displayName"] == "Alice N")
        #expect(issue["fields"]?["issuelinks"]?[0]?["outwardIssue"]?["key"] == "SEC-1")
        #expect(await call(desk, "GET", "issue/SEC-2/properties/tw").body["value"] == ["a": 1])
        #expect(await call(desk, "GET", "issue/SEC-9").status == 404)
    }

    @Test(
        "Fields are refused in JIRA's words",
        arguments: [
            (["project": ["key": "NONE"]], "project", "valid project is required"),
            (["issuetype": ["name": "Epic"]], "issuetype", "Specify a valid issue type"),
            (["summary": ""], "summary", "You must specify a summary of the issue."),
            (
                ["summary": .string(String(repeating: "x", count: 256))], "summary",
                "Summary can't exceed 255 characters."
            ),
            (
                ["duedate": "2026-01-01"], "duedate",
                "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown."
            ),
            (
                ["description": "wiki"], "description",
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            ),
            (["labels": ["two words"]], "labels", "The label 'two words' contains spaces which is invalid."),
            (["priority": ["name": "Urgent"]], "priority", "Priority name 'Urgent' is not valid"),
            (["assignee": ["accountId": "nobody"]], "assignee", "User 'nobody' does not exist."),
        ] as [(JSONValue, String, String)])
    func refusals(fields: JSONValue, field: String, sentence: String) async {
        let answer = await call(desk(.cloud), "POST", "issue", Self.issue(fields))
        #expect(answer.status == 400)
        #expect(answer.body["errors"]?[field]?.string == sentence)
    }

    @Test("Data Center takes wiki markup and names, and pages by offset")
    func dataCenter() async throws {
        let desk = desk(.datacenter)
        let fields: JSONValue = ["description": "h2. x", "assignee": ["name": "alice"], "priority": ["name": "High"]]
        #expect(await call(desk, "POST", "issue", Self.issue(fields)).status == 201)
        let found = await call(desk, "GET", "search", query: ["jql": "labels in (tw-1a2b, other) ORDER BY created"])
        #expect(found.body["total"] == 1)
        let types = await call(desk, "GET", "issue/createmeta/SEC/issuetypes")
        #expect(types.body["values"]?[0]?["name"] == "Task")
        let meta = await call(desk, "GET", "issue/createmeta/SEC/issuetypes/10001")
        let names = (meta.body["values"]?.array ?? []).compactMap { $0["fieldId"]?.string }
        #expect(names == ["project", "issuetype", "summary", "description", "labels", "assignee", "priority"])
        let wrong = await call(desk, "POST", "issue", Self.issue(["description": Self.document("x")]))
        #expect(wrong.body["errors"]?["description"] == "Operation value must be a string")
    }

    @Test("An issue is closed and opened again; Data Center wants a resolution", arguments: [true, false])
    func workflow(_ isCloud: Bool) async throws {
        let desk = desk(isCloud ? .cloud : .datacenter)
        let ways = await call(desk, "GET", "issue/SEC-1/transitions", query: ["expand": "transitions.fields"])
        let ids = (ways.body["transitions"]?.array ?? []).compactMap { $0["id"]?.string }
        #expect(ids == ["21", "31"])
        var close: JSONValue = ["transition": ["id": "31"]]
        if !isCloud {
            let refused = await call(desk, "POST", "issue/SEC-1/transitions", close)
            #expect(refused.body["errors"] == ["resolution": "resolution is required."])
            close = close.adding(["fields": ["resolution": ["name": "Done"]]])
        }
        #expect(await call(desk, "POST", "issue/SEC-1/transitions", close).status == 204)
        let closed = await call(desk, "GET", "issue/SEC-1").body["fields"]
        #expect(closed?["status"]?["statusCategory"]?["key"] == "done")
        #expect(closed?["resolution"]?["name"] == "Done")
        #expect(await call(desk, "POST", "issue/SEC-1/transitions", ["transition": ["id": "11"]]).status == 204)
        let opened = await call(desk, "GET", "issue/SEC-1").body["fields"]
        #expect(opened?["resolution"] == JSONValue.null)
    }

    @Test("A remote link is set once for each global id")
    func remoteLinks() async {
        let desk = desk(.cloud)
        let link: JSONValue = ["globalId": "a", "object": ["url": "https://x.example", "title": "x"]]
        #expect(await call(desk, "POST", "issue/SEC-1/remotelink", link).status == 201)
        #expect(await call(desk, "POST", "issue/SEC-1/remotelink", link).status == 200)
        #expect(await desk.issue("SEC-1")?.remoteLinks == ["a": link])
        #expect(await call(desk, "POST", "issue/SEC-1/remotelink", ["globalId": "b"]).status == 400)
    }

    @Test("Unbounded and unknown queries are refused")
    func queries() async {
        #expect(await call(desk(.cloud), "POST", "search/jql", ["jql": "order by created"]).status == 400)
        #expect(await call(desk(.cloud), "POST", "search/jql", ["jql": "sprint = 1"]).status == 400)
        #expect(await call(desk(.cloud), "GET", "project/NONE").status == 404)
    }

    @Test("A created issue whose answer is lost is there all the same")
    func lostAnswer() async {
        let desk = desk(.cloud)
        await desk.fail(next: 1, method: "POST", pathEnding: "/issue", with: .lostAnswer)
        #expect(await call(desk, "POST", "issue", Self.issue()).status == 502)
        #expect(await desk.issues.map(\.key) == ["SEC-1", "SEC-2"])
    }
}
