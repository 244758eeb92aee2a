import ChatOps
import CloudTrailCore
import Foundation
import SQLiteStore
import StoreContract
import Testing

@Suite("The SQLite store")
struct SQLiteStoreTests {
    let folder = TemporaryFolder()

    @Test("keeps the contract of a store", arguments: StoreBehavior.all)
    func contract(_ behavior: StoreBehavior) async throws {
        try await behavior.check(SQLiteStore(path: folder.file("state.db")))
    }

    @Test("forgets what was told half a year ago, and nothing that is still to be told")
    func forgetting() async throws {
        let store = try SQLiteStore(path: folder.file("state.db"))
        let issue = Sample.issue()
        let notices = ["#old", "#waiting", "#new"].map { recipient in
            Sample.notice(of: issue, to: recipient, at: Sample.date(recipient == "#new" ? 181 * 86_400 : 0))
        }
        _ = try await store.commit(issue, notices: notices)
        func settle(_ notice: Notice, _ days: Double) async throws {
            var notice = notice
            notice.state = .failed(reason: "gone", at: Sample.date(days * 86_400))
            try await store.save([notice], thread: nil)
        }
        try await settle(notices[0], 1)
        #expect(try await store.notices(about: issue.place).count == 3)
        try await settle(notices[2], 182)
        #expect(Set(try await store.notices(about: issue.place).map(\.recipient)) == ["#waiting", "#new"])
        #expect(try await store.noticeCounts() == NoticeCounts(pending: 1, failed: 1))
    }

    @Test("lists what another program wrote since it was listed last")
    func writtenElsewhere() async throws {
        let path = folder.file("state.db")
        let (here, elsewhere) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
        let first = try await here.commit(Sample.issue(), notices: [])
        #expect(try await here.issues(matching: IssueFilter()) == [first])
        var changed = first
        changed.state = .acknowledged(by: "Ada")
        let second = try await elsewhere.commit(changed, notices: [])
        let other = try await elsewhere.commit(Sample.issue(Sample.place("100000000000")), notices: [])
        #expect(try await here.issues(matching: IssueFilter()) == [other, second])
        #expect(try await here.issues(matching: IssueFilter(statuses: [.open])) == [other])
    }

    @Test("keeps everything when the file is opened again")
    func reopening() async throws {
        let path = folder.file("state.db")
        let contents = try await Contents.written(to: SQLiteStore(path: path))
        #expect(try await Contents(of: SQLiteStore(path: path)) == contents)
    }

    @Test("keeps everything that was committed when the process is killed")
    func killed() async throws {
        let path = folder.file("state.db")
        let store = try SQLiteStore(path: path)
        let contents = try await Contents.written(to: store)
        // What a kill leaves behind: the file and its log as they are now, neither closed nor checkpointed.
        let remains = folder.file("remains.db")
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: remains + suffix)
        }
        #expect(try await Contents(of: SQLiteStore(path: remains)) == contents)
        _ = store
    }

    @Test("loses only the unfinished transaction when its log ends in the middle")
    func tornLog() async throws {
        let path = folder.file("state.db")
        let store = try SQLiteStore(path: path)
        let first = try await store.commit(Sample.issue(), notices: [Sample.notice(of: Sample.issue())])
        let whole = try Data(contentsOf: URL(filePath: path + "-wal")).count
        _ = try await store.commit(first, notices: [Sample.notice(of: first)])
        let remains = folder.file("remains.db")
        try FileManager.default.copyItem(atPath: path, toPath: remains)
        let log = try Data(contentsOf: URL(filePath: path + "-wal"))
        try #require(log.count > whole)
        try log.prefix(whole + (log.count - whole) / 2).write(to: URL(filePath: remains + "-wal"))

        let recovered = try SQLiteStore(path: remains)
        #expect(try await recovered.issue(at: first.place) == first)
        #expect(try await recovered.notices(about: first.place).count == 1)
        _ = store
    }

    @Test("is shared by two instances on one file")
    func twoInstances() async throws {
        let path = folder.file("state.db")
        let (one, two) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
        let first = try await one.commit(Sample.issue(), notices: [])
        #expect(try await two.issue(at: first.place) == first)
        let second = try await two.commit(first, notices: [])
        let error = await #expect(throws: StoreError.self) { _ = try await one.commit(first, notices: []) }
        #expect(error?.code == .stale)
        #expect(try await one.issue(at: first.place) == second)

        let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask { try await one.claim("Ev\(number)", at: Sample.date(0)) }
                group.addTask { try await two.claim("Ev\(number)", at: Sample.date(0)) }
            }
            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(claims == 200)
    }

    @Test("is created once when many instances open a new file at the same time")
    func openedTogether() async throws {
        let path = folder.file("deep/down/state.db")
        let stores = try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
            for _ in 0..<8 { group.addTask { try SQLiteStore(path: path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let stored = try await stores[0].commit(Sample.issue(), notices: [])
        for store in stores { #expect(try await store.issue(at: stored.place) == stored) }
    }

    @Test("finishes a write whose task was cancelled")
    func cancellation() async throws {
        let store = try SQLiteStore(path: folder.file("state.db"))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.commit(Sample.issue(), notices: [])
        }
        let stored = try await task.value
        #expect(try await store.issue(at: stored.place) == stored)
    }

    @Test("lists thousands of issues, and takes thousands of commits and claims")
    func thousands() async throws {
        let store = try SQLiteStore(path: folder.file("state.db"))
        for number in 0..<3000 {
            let place = Sample.place(String(format: "%012d", number))
            let issue = Sample.issue(place, state: number % 3 == 0 ? .open : .closed)
            _ = try await store.commit(issue, notices: [Sample.notice(of: issue)])
            #expect(try await store.claim("Ev\(number)", at: Sample.date(0)))
        }
        #expect(try await store.issues(matching: IssueFilter(statuses: [.open])).count == 1000)
        #expect(try await store.issues(matching: IssueFilter()).count == 3000)
        #expect(try await store.dueNotices(at: Sample.date(0), limit: 5000).count == 3000)
    }
}

/// All that a store answers about one small history.
private struct Contents: Equatable {
    var issues: [StoredIssue]
    var notices: [Notice]
    var whitelist: [Whitelist.Entry]
    var scan: ScanSummary?
    var claimedAgain: Bool

    init(of store: SQLiteStore) async throws {
        issues = try await store.issues(matching: IssueFilter())
        notices = try await store.notices(about: Sample.place())
        whitelist = try await store.whitelistEntries()
        scan = try await store.latestScan()
        claimedAgain = try await store.claim("Ev1", at: Sample.date(1))
    }

    static func written(to store: SQLiteStore) async throws -> Contents {
        let issue = Sample.issue()
        _ = try await store.commit(issue, notices: [Sample.notice(of: issue)])
        for issue in Sample.everyKindOfIssue { _ = try await store.commit(issue, notices: []) }
        try await store.addWhitelistEntry(.init(account: issue.place.account, scope: .all, origin: .file))
        try await store.record(
            ScanSummary(
                startedAt: Sample.date(0), finishedAt: Sample.date(1), accounts: 1, regions: 2, checkedRegions: 3,
                unreachableAccounts: 4, brokenRegions: 5))
        #expect(try await store.claim("Ev1", at: Sample.date(0)))
        let contents = try await Contents(of: store)
        #expect(contents.issues.count == 7 && contents.notices.count == 1 && contents.scan != nil)
        #expect(!contents.claimedAgain)
        return contents
    }
}
