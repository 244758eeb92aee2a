import ChatOps
import CloudTrailCore
import DynamoDBStore
import Foundation
import SQLiteStore
import StoreContract
import TestSupport
import Testing

@Suite("Copies of a store")
struct StoreCopyTests {
    @Test("hold all that is kept, from SQLite to DynamoDB and back, and may be repeated")
    func everything() async throws {
        try await TemporaryDirectory.with { directory in
            let source = try SQLiteStore(path: directory.file("source.db"))
            try await Self.fill(source)
            let contents = try await Contents(of: source)
            let shared = try await MotoTables.fresh().store
            var expected = StoreCopy.Counts()
            (expected.issues, expected.notices, expected.threads) = (6, 4, 1)
            (expected.baselines, expected.whitelistEntries, expected.scans) = (1, 1, 1)
            for _ in 1...2 {
                let counts = try await StoreCopy(from: source, to: shared).run(accounts: [Sample.place().account])
                #expect(counts == expected)
                #expect(try await Contents(of: shared) == contents)
            }

            let back = try SQLiteStore(path: directory.file("back.db"))
            let counts = try await StoreCopy(from: shared, to: back).run(accounts: [Sample.place().account])
            #expect(counts == expected)
            #expect(try await Contents(of: back) == contents)
        }
    }

    @Test("are refused, and write nothing, when the other store has newer issues")
    func newer() async throws {
        try await TemporaryDirectory.with { directory in
            let source = try SQLiteStore(path: directory.file("source.db"))
            try await Self.fill(source)
            let shared = try await MotoTables.fresh().store
            let own = try await shared.commit(Sample.issue(), notices: [])
            let error = await #expect(throws: StoreError.self) {
                try await StoreCopy(from: source, to: shared).run(accounts: [])
            }
            #expect(
                error
                    == StoreError(
                        .stale,
                        "The store to copy to has 1 issues that are newer, such as 123456789012/eu-west-1: nothing is copied."
                    ))
            #expect(try await shared.issues(matching: IssueFilter()) == [own])
        }
    }

    /// Notices of each state, an issue of a later version, and one of everything else.
    private static func fill(_ store: any Store) async throws {
        for issue in Sample.everyKindOfIssue { _ = try await store.commit(issue, notices: []) }
        let first = try #require(try await store.issue(at: Sample.place("100000000000")))
        var notices = (1...4).map { Sample.notice(of: first, to: "#\($0)", at: Sample.date(Double($0))) }
        _ = try await store.commit(first, notices: notices)
        notices[1].state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(5))
        notices[2].state = .failed(reason: "gone", at: Sample.date(6))
        notices[3].state = .unneeded(at: Sample.date(7))
        let thread = AlertThread(
            subject: notices[1].subject, conversation: Conversation(channel: "C1", kind: .channel, thread: nil),
            message: MessageReference(channel: "C1", id: "1.2"), openedAt: Sample.date(5))
        var mailbox = Mailbox("#2")
        mailbox.posts = [.init(at: Sample.date(5), severity: .low)]
        try await store.save(Array(notices[1...]), thread: thread, mailbox: mailbox)
        let region = RegionBaseline(trails: [], seenAt: Sample.date(3), recordedAt: nil)
        try await store.save(
            AccountBaseline(account: Sample.place().account, regions: [Region("us-west-2")!: region], version: 0))
        try await store.addWhitelistEntry(
            .init(account: Sample.place().account, scope: .all, origin: .chat(by: "Ada", at: Sample.date(1))))
        try await store.record(
            ScanSummary(
                startedAt: Sample.date(0), finishedAt: Sample.date(1), accounts: 1, regions: 2, checkedRegions: 2,
                unreachableAccounts: 0, brokenRegions: 1))
        try await store.recordToldUnchecked([Sample.place().account])
        try await store.recordToldLocked(["#1": [Sample.place().account]])
    }
}

private struct Contents: Equatable {
    var issues: [StoredIssue]
    var notices: [Notice]
    var counts: NoticeCounts
    var due: [Notice]
    var thread: AlertThread?
    var mailbox: Mailbox?
    var baseline: AccountBaseline?
    var whitelist: [Whitelist.Entry]
    var scan: ScanSummary?
    var told: [AccountID]
    var locked: [String: [AccountID]]

    init(of store: any Store) async throws {
        issues = try await store.issues(matching: IssueFilter())
        let place = Sample.place("100000000000")
        notices = try await store.notices(about: place)
        counts = try await store.noticeCounts()
        due = try await store.dueNotices(at: Sample.date(9), limit: 9)
        thread = try await store.thread(of: AlertSubject(cause: .noTrail(place.account), recipient: "#2"))
        mailbox = try await store.mailbox(of: "#2")
        baseline = try await store.baseline(of: Sample.place().account)
        whitelist = try await store.whitelistEntries()
        scan = try await store.latestScan()
        told = try await store.accountsToldUnchecked()
        locked = try await store.toldLocked()
    }
}
