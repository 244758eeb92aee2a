import ChatOps
import CloudTrailCore
import Foundation
import Networking
import TestSupport
import Testing

@testable import Jira

/// Holds what is sent to JIRA Cloud against Atlassian's own description of its API, where that is at hand.
@Suite("Atlassian's contract")
struct JiraContractTests {
    static let specification = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/contracts/jira/jira-cloud-v3.bot-operations.openapi.json").standardizedFileURL

    @Test(
        "Every request and every answer is as the specification has it",
        .enabled(
            if: FileManager.default.fileExists(atPath: specification.path),
            "the folder shared/contracts/jira is not beside the project"))
    func conversation() async throws {
        var options = JiraTicketOptions()
        options.watchers = ["Ada"]
        options.components = ["Logging"]
        options.priorities = [.disabled: "High"]
        try await JiraTestBed.with(options: options) { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(\.people, [["accountId": "5b10", "displayName": "Ada"]])
            await bed.jira.set(\.projects, ["SEC": [JiraFieldsTests.type(with: ["priority", "components"])]])
            for draft in [
                TicketDraft.sample(assignee: "Ada", parent: "OPS-7", description: Self.everyBlock, gravest: .disabled),
                .sample(identity: "trailwatch-other", assignee: "5b10"),
                .sample(identity: "trailwatch-long", description: [.code(String(repeating: "a\n", count: 40_000))]),
            ] {
                _ = try await bed.ticketing.ensureTicket(draft)
                _ = try await bed.ticketing.ensureTicket(draft)
            }
            _ = try await bed.make(JiraUpdateTests.update(adding: ["a"], removing: ["b"]))
            _ = try await bed.make(JiraUpdateTests.update(.open, id: "again"))
            _ = try await bed.status()
            try await bed.ticketing.link("SEC-1", to: TicketLink(id: "a", title: "b", url: "https://x.example"))
            try await Self.check(Array(zip(await bed.jira.calls, await bed.jira.answers)))
        }
    }

    private static let everyBlock: [Message.Block] = [
        .heading("h"), .paragraph("a \(bold: "b") \(code: "c") \(link: "d", "https://x.example")"), .list(["e"]),
        .facts([.init("f", "g")]), .code("h"), .note("i"),
    ]

    private static func check(_ exchanges: [(JiraDouble.Call, JiraDouble.Answer?)]) async throws {
        let exchanges = exchanges.filter { $0.0.path != "/rest/api/2/serverInfo" }
        #expect(Set(exchanges.map(\.0.method)) == ["GET", "POST", "PUT"])
        let json = exchanges.map { call, answer -> JSONValue in
            [
                "method": .string(call.method.lowercased()), "path": .string(call.path),
                "query": .array(call.query.keys.sorted().map(JSONValue.string)), "body": call.body ?? .null,
                "status": .string("\(answer?.status ?? 0)"), "answer": .string(answer?.body ?? ""),
            ]
        }
        try await TemporaryDirectory.with { folder in
            let file = try folder.write(JSONValue.array(json).text, to: "exchanges.json")
            let output = try await ChildProcess.output(
                of: [ProjectPython.path, "-W", "ignore", "-c", Self.validator, Self.specification.path, file])
            #expect(output == ["\(exchanges.count) exchanges are as specified"])
        }
    }

    private static let validator = """
        import json, re, sys
        import jsonschema

        specification = json.load(open(sys.argv[1]))
        requests = json.load(open(sys.argv[2]))

        def operation(request):
            # A literal path counts before one with parameters.
            for path in sorted(specification["paths"], key=lambda path: path.count("{")):
                pattern = re.sub(r"{[^}]*}", "[^/]+", path)
                if re.fullmatch(pattern, request["path"]) and request["method"] in specification["paths"][path]:
                    return specification["paths"][path][request["method"]]
            sys.exit("not in the specification: %(method)s %(path)s" % request)

        def check(content, value, name):
            schema = dict(content["schema"], components=specification["components"])
            try:
                jsonschema.Draft4Validator(schema).validate(value)
            except jsonschema.ValidationError as error:
                sys.exit("%s: %s at %s" % (name, error.message, list(error.absolute_path)))

        for request in requests:
            known = operation(request)
            name = "%(method)s %(path)s" % request
            parameters = {p["name"] for p in known.get("parameters", []) if p["in"] == "query"}
            unknown = set(request["query"]) - parameters
            if unknown:
                sys.exit("%s has no parameter %s" % (name, unknown))
            contents = known.get("requestBody", {}).get("content", {})
            if "multipart/form-data" not in contents:
                content = contents.get("application/json")
                if (content is None) != (request["body"] is None):
                    sys.exit("%s: a body is missing or not expected" % name)
                if content:
                    check(content, request["body"], name)
            if request["status"] not in known["responses"]:
                sys.exit("%s is never answered by %s" % (name, request["status"]))
            content = known["responses"][request["status"]].get("content", {}).get("application/json")
            if content and request["answer"] and request["status"].startswith("2"):
                check(content, json.loads(request["answer"]), "answer to " + name)
        print(len(requests), "exchanges are as specified")
        """
}
