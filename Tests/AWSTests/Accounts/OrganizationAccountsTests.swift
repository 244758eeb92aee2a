import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Accounts of an organization")
struct OrganizationAccountsTests {
    /// Answers by operation and, where there is one, its parent and the page asked for: `ListAccounts#2`.
    private static func transport(_ answers: [String: String]) -> ScriptedTransport {
        ScriptedTransport { request, _ throws(TransportError) in
            let input = (try? JSONDecoder().decode([String: Text].self, from: request.body)) ?? [:]
            let parent = (input["ParentId"] ?? input["ResourceId"]).map { " \($0.text)" } ?? ""
            let page = input["NextToken"].map { "#\($0.text)" } ?? ""
            let question = request.operation + parent + page
            return answers[question].map { HTTPResponse.text($0) } ?? .refusal("AccessDeniedException", question)
        }
    }

    /// Text or a number.
    private struct Text: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode(String.self)) ?? String(container.decode(Int.self))
        }
    }

    private static func accounts(
        _ answers: [String: String], _ filter: OrganizationAccounts.Filter = .init(), region: String = "eu-west-1"
    ) async throws -> [String] {
        let access = try AWSEstate.access(transport(answers), region: region)
        return try await access.organization(filter).accounts().map(\.title)
    }

    private static func page(_ ids: [Int], next: String? = nil, more: String = #""State":"ACTIVE""#) -> String {
        let accounts = ids.map { #"{"Id":"\#(100_000_000_000 + $0)","Name":"n\#($0)",\#(more)}"# }
        return #"{"Accounts":[\#(accounts.joined(separator: ","))],"NextToken":\#(next.map { "\"\($0)\"" } ?? "null")}"#
    }

    @Test("All pages are read, an empty one in the middle included")
    func pages() async throws {
        let answers = [
            "ListAccounts": Self.page([2], next: "a"), "ListAccounts#a": Self.page([], next: "b"),
            "ListAccounts#b": Self.page([1]),
        ]
        #expect(try await Self.accounts(answers) == ["n1 (100000000001)", "n2 (100000000002)"])
    }

    @Test(
        "Accounts that nobody can use are left out, by State or, where that is missing, by Status",
        arguments: [
            (#""State":"ACTIVE""#, true), (#""Status":"ACTIVE""#, true),
            (#""State":"ACTIVE","Status":"SUSPENDED""#, true),
            (#""State":"SUSPENDED","Status":"ACTIVE""#, false), (#""Status":"SUSPENDED""#, false),
            (#""State":"CLOSED""#, false), (#""State":"PENDING_CLOSURE""#, false),
            (#""State":"PENDING_ACTIVATION""#, false),
            (#""State":"SOMETHING_NEW""#, true), (#""Email":"x@example.com""#, true),
        ])
    func states(members: String, isWatched: Bool) async throws {
        let two =
            Self.page([1]).dropLast(#"],"NextToken":null}"#.count) + ","
            + Self.page([2], more: members).dropFirst(#"{"Accounts":["#.count)
        let found = try await Self.accounts(["ListAccounts": String(two)])
        #expect(found == ["n1 (100000000001)"] + (isWatched ? ["n2 (100000000002)"] : []))
    }

    @Test("A unit counts with all units in it, and every account once")
    func units() async throws {
        let answers = [
            "ListAccountsForParent ou-a": Self.page([1]), "ListAccountsForParent ou-b": Self.page([2]),
            "ListAccountsForParent ou-c": Self.page([3], next: "x"), "ListAccountsForParent ou-c#x": Self.page([2]),
            "ListOrganizationalUnitsForParent ou-a": #"{"OrganizationalUnits":[],"NextToken":"y"}"#,
            "ListOrganizationalUnitsForParent ou-a#y": #"{"OrganizationalUnits":[{"Id":"ou-b","Name":"b"}]}"#,
            "ListOrganizationalUnitsForParent ou-b": #"{"OrganizationalUnits":[{"Id":"ou-c"}]}"#,
            "ListOrganizationalUnitsForParent ou-c": #"{"OrganizationalUnits":[]}"#,
        ]
        #expect(
            try await Self.accounts(answers, .init(units: ["ou-a", "ou-b"]))
                == ["n1 (100000000001)", "n2 (100000000002)", "n3 (100000000003)"])
    }

    @Test("A tag's value must be one of those wanted, for every tag")
    func tags() async throws {
        let answers = [
            "ListAccounts": Self.page([1, 2, 3, 4]),
            "ListTagsForResource 100000000001": #"{"Tags":[{"Key":"Stage","Value":"prod"}],"NextToken":"t"}"#,
            "ListTagsForResource 100000000001#t": #"{"Tags":[{"Key":"Owner","Value":"a"}]}"#,
            "ListTagsForResource 100000000002":
                #"{"Tags":[{"Key":"Stage","Value":"test"},{"Key":"Owner","Value":"a"}]}"#,
            "ListTagsForResource 100000000003": #"{"Tags":[]}"#,
            "ListTagsForResource 100000000004":
                #"{"Tags":[{"Key":"Stage","Value":"live"},{"Key":"Owner","Value":"a"}]}"#,
        ]
        let filter = OrganizationAccounts.Filter(tags: ["Stage": ["prod", "live"], "Owner": ["a"]])
        #expect(try await Self.accounts(answers, filter) == ["n1 (100000000001)", "n4 (100000000004)"])
    }

    @Test(
        "The one endpoint of the partition is asked, and signed for",
        arguments: [
            ("eu-west-1", "https://organizations.us-east-1.amazonaws.com/", "us-east-1"),
            ("cn-north-1", "https://organizations.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1"),
            ("us-gov-east-1", "https://organizations.us-gov-west-1.amazonaws.com/", "us-gov-west-1"),
            ("eusc-de-east-1", "https://organizations.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1"),
        ])
    func endpoint(region: String, url: String, signedFor: String) async throws {
        let transport = Self.transport(["ListAccounts": Self.page([1])])
        _ = try await AWSEstate.access(transport, region: region).organization(.init()).accounts()
        let request = try #require(transport.requests.first)
        #expect(request.url == url)
        #expect(request.headers["X-Amz-Target"] == "AWSOrganizationsV20161128.ListAccounts")
        #expect(request.scope == ["AKIABASE", "20150830", signedFor, "organizations", "aws4_request"])
        #expect(request.text.contains(#""MaxResults":20"#))
    }

    @Test("A call that is refused half-way leaves nothing known, and says who may ask")
    func denied() async throws {
        let error = await #expect(throws: AWSError.self) {
            try await Self.accounts(["ListAccounts": Self.page([1], next: "a")])
        }
        #expect(
            error?.description
                == "ListAccounts: AccessDeniedException: ListAccounts#a (only the organization's management account, or "
                + "one that it delegates to, may list accounts) (request r-1)")
    }

    @Test(
        "An answer that makes no sense, or leaves nobody, is told",
        arguments: [
            (page([]), OrganizationAccounts.Filter(), "no account of the organization is in use"),
            (
                page([1], more: #""State":"CLOSED""#), .init(),
                "no account of the organization is in use"
            ),
            (#"{"Accounts":[{"Id":"12"}]}"#, .init(), "`12` is no account's id"),
            (page([1], next: "same"), .init(), "the next page is the same page again"),
            (page([1]), .init(tags: ["Stage": ["prod"]]), "no account of the organization fits the filter"),
        ])
    func nonsense(answer: String, filter: OrganizationAccounts.Filter, sentence: String) async throws {
        let answers = [
            "ListAccounts": answer, "ListAccounts#same": answer, "ListTagsForResource 100000000001": "{}",
        ]
        let error = await #expect(throws: AWSError.self) { try await Self.accounts(answers, filter) }
        #expect(error?.message == sentence)
    }

    /// Accounts whose tags were all read at one time, and a clock.
    private final class Tagged: Sendable {
        let accounts = Set((0..<4800).map { AccountID("\(100_000_000_000 + $0)")! })
        let memory: TagMemory
        private let time: Time

        private final class Time: Sendable { let hours = Mutex(0.0) }

        init() {
            let time = Time()
            self.time = time
            memory = TagMemory { Date(timeIntervalSince1970: time.hours.withLock { $0 } * 3600) }
            _ = refresh(after: 0)
        }

        /// Whose tags are read.
        func refresh(after hours: Double) -> [AccountID] {
            time.hours.withLock { $0 += hours }
            let due = memory.due(of: accounts)
            for id in due { memory.remember(["Stage": "prod"], of: id) }
            return due
        }
    }

    @Test("Refreshes within a day share the reading of tags, however many accounts there are")
    func tagMemory() {
        let tagged = Tagged()
        var seen: Set<AccountID> = []
        for _ in 0..<22 {
            let due = tagged.refresh(after: 1)
            #expect(due.count == 200)
            seen.formUnion(due)
        }
        seen.formUnion(tagged.refresh(after: 1))
        #expect(seen == tagged.accounts)
        let new = AccountID("999999999999")!
        #expect(tagged.memory.due(of: [new]) == [new])
        // Those that left are asked for again when they come back.
        #expect(tagged.memory.due(of: tagged.accounts).count == 4800)
        #expect(tagged.memory.known(of: tagged.accounts.min()!) == [:])
    }

    @Test("A refresh a day reads all tags, so that no account is tagged for days and not looked at")
    func rareRefreshes() {
        let tagged = Tagged()
        #expect(Set(tagged.refresh(after: 24)) == tagged.accounts)
        #expect(tagged.refresh(after: 12).count == 200)
        #expect(tagged.refresh(after: 12).count == 4600)
    }

    @Test("A change of tags is seen at the next refresh in an organization of a hundred accounts or fewer")
    func tagsAnew() async throws {
        let stage = Mutex("prod")
        let transport = ScriptedTransport { request, _ in
            request.operation == "ListAccounts"
                ? .text(Self.page([1, 2]))
                : .text(#"{"Tags":[{"Key":"Stage","Value":"\#(stage.withLock { $0 })"}]}"#)
        }
        let organization = try AWSEstate.access(transport).organization(.init(tags: ["Stage": ["prod"]]))
        #expect(try await organization.accounts().count == 2)
        stage.withLock { $0 = "test" }
        let error = await #expect(throws: AWSError.self) { try await organization.accounts() }
        #expect(error?.message == "no account of the organization fits the filter")
    }
}
