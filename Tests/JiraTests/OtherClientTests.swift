import ChatOps
import Networking
import TestSupport
import Testing

@testable import Jira

/// The `jira` library for Python, which knows nothing of us, as a second opinion on the double.
@Suite("An independent client of the double")
struct OtherClientTests {
    @Test("does what the bot does, and reads what the bot did", arguments: JiraDouble.Flavor.allCases)
    func library(_ flavor: JiraDouble.Flavor) async throws {
        try await JiraTestBed.with(flavor) { bed in
            await bed.jira.set(\.people, [["accountId": "5b10", "name": "ada", "displayName": "Ada"]])
            _ = try await bed.ticketing.ensureTicket(.sample(assignee: "Ada"))
            _ = try await bed.make(JiraUpdateTests.update())
            let output = try await ChildProcess.output(
                of: [ProjectPython.path, "-W", "ignore", "-c", Self.script, bed.base, flavor.rawValue])
            #expect(
                output == [
                    "SEC-1 Done/Done labels \(TicketDraft.label) cloudtrail aws-prod comments 1", "created SEC-2",
                    "transitions Start Reject Close", "closed Done Done", "reopened To Do", "comments 1", "found SEC-2",
                    "refused 400: valid project is required",
                ])
            let issue = await bed.jira.issues[1]
            #expect(issue.links == [["Relates", "SEC-1"]])
            #expect(issue.attachments == [["notes.txt", "whole"]])
            #expect(issue.remoteLinks.values.map { $0["object"]?["url"] } == ["https://x.example"])
            #expect(issue.watchers == [flavor == .cloud ? "5b10" : "ada"])
        }
    }

    private static let script = """
        import io, sys
        from jira import JIRA, JIRAError
        base, cloud = sys.argv[1], sys.argv[2] == "cloud"
        client = JIRA(base, token_auth="t", options={"rest_api_version": "3" if cloud else "2"}, max_retries=0)

        def text(words):
            content = [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]
            return {"type": "doc", "version": 1, "content": content} if cloud else words

        old = client.issue("SEC-1")
        print(old.key, old.fields.status.name + "/" + old.fields.resolution.name, "labels", *old.fields.labels,
              "comments", len(client.comments(old)))
        fields = {"project": {"key": "SEC"}, "issuetype": {"name": "Bug"}, "summary": "s", "labels": ["two"],
                  "description": text("d")}
        new = client.create_issue(fields=fields)
        print("created", new.key)
        print("transitions", *[t["name"] for t in client.transitions(new)])
        client.transition_issue(new, "Close", fields={"resolution": {"name": "Done"}})
        new = client.issue(new.key)
        print("closed", new.fields.status.name, new.fields.resolution.name)
        client.transition_issue(new, "Reopen")
        print("reopened", client.issue(new.key).fields.status.name)
        client.add_comment(new, text("c"))
        print("comments", len(client.comments(new)))
        client.create_issue_link("Relates", new.key, "SEC-1")
        client.add_attachment(new, io.BytesIO(b"whole"), filename="notes.txt")
        client.add_simple_link(new, {"url": "https://x.example", "title": "x"})
        client.add_watcher(new, "Ada")
        query = {"jql_str": 'labels = "two"', "fields": "labels"}
        found = client.enhanced_search_issues(**query, use_post=True) if cloud else client.search_issues(**query)
        print("found", *[i.key for i in found])
        try:
            client.create_issue(fields={**fields, "project": {"key": "NO"}})
        except JIRAError as error:
            print("refused %s: %s" % (error.status_code, error.text.split("project: ")[-1]))
        """
}
