import ChatOps
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
        "Every request is one that the specification knows, with parameters and a body it allows",
        .enabled(
            if: FileManager.default.fileExists(atPath: specification.path),
            "the folder shared/contracts/jira is not beside the project"))
    func requests() async throws {
        try await JiraTestBed.with { bed in
            await bed.jira.add("OPS-7")
            await bed.jira.set(\.people, [["accountId": "5b10", "displayName": "Ada"]])
            let description: [Message.Block] = [
                .heading("h"), .paragraph("a \(bold: "b") \(code: "c") \(link: "d", "https://x.example")"),
                .list(["e"]),
                .facts([.init("f", "g")]), .code("h"), .note("i"),
            ]
            for draft in [
                TicketDraft.sample(assignee: "Ada", parent: "OPS-7", description: description),
                .sample(identity: "trailwatch-other", assignee: "5b10"),
            ] {
                _ = try await bed.ticketing.ensureTicket(draft)
                _ = try await bed.ticketing.ensureTicket(draft)
            }
            let calls = await bed.jira.calls.filter { $0.path != "/rest/api/2/serverInfo" }
            #expect(Set(calls.map { $0.method }) == ["GET", "POST", "PUT"])
            let requests = JSONValue.array(
                calls.map {
                    [
                        "method": .string($0.method.lowercased()), "path": .string($0.path),
                        "query": .array($0.query.keys.sorted().map(JSONValue.string)), "body": $0.body ?? .null,
                    ]
                })
            try await TemporaryDirectory.with { folder in
                let file = try folder.write(requests.text, to: "requests.json")
                let output = try await ChildProcess.output(
                    of: [ProjectPython.path, "-W", "ignore", "-c", Self.validator, Self.specification.path, file])
                #expect(output == ["\(calls.count) requests are as specified"])
            }
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

        for request in requests:
            known = operation(request)
            name = "%(method)s %(path)s" % request
            parameters = {p["name"] for p in known.get("parameters", []) if p["in"] == "query"}
            unknown = set(request["query"]) - parameters
            if unknown:
                sys.exit("%s has no parameter %s" % (name, unknown))
            content = known.get("requestBody", {}).get("content", {}).get("application/json")
            if (content is None) != (request["body"] is None):
                sys.exit("%s: a body is missing or not expected" % name)
            if content:
                schema = dict(content["schema"], components=specification["components"])
                jsonschema.Draft4Validator(schema).validate(request["body"])
        print(len(requests), "requests are as specified")
        """
}
