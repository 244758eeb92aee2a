import AWS
import ChatOps
import CloudTrailCore
import DynamoDBStore
import Foundation
import StoreContract
import Synchronization
import Testing

/// One after another: all at once they would keep a small machine from everybody else's tests.
@Suite("The DynamoDB store", .serialized)
struct DynamoDBStoreTests {
    @Test("keeps the contract of a store", arguments: StoreBehavior.all)
    func contract(_ behavior: StoreBehavior) async throws {
        try await behavior.check(MotoTables.fresh().store)
    }

    @Test("makes its tables once: paid by use, restorable, forgetting what is over")
    func created() async throws {
        let bed = try await MotoTables.fresh()
        #expect(try await bed.store.create {} == [])
        try await bed.store.check()
        let facts = try await bed.python(
            """
            client = database.meta.client
            for table in (issues, records):
                backups = client.describe_continuous_backups(TableName=table.name)["ContinuousBackupsDescription"]
                print(table.billing_mode_summary["BillingMode"],
                      backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
                      client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"].get("AttributeName"))
            """)
        #expect(facts == ["PAY_PER_REQUEST ENABLED None", "PAY_PER_REQUEST ENABLED expires_at"])
    }

    @Test("says which table is missing, and what makes it")
    func missing() async throws {
        let bed = try await MotoTables.fresh(made: false)
        let checked = await #expect(throws: StoreError.self) { try await bed.store.check() }
        #expect(
            checked?.message
                == "The DynamoDB table \(bed.tables.issues) is not there in us-east-1: `trailwatch store create` makes it."
        )
        let read = await #expect(throws: StoreError.self) { try await bed.store.latestScan() }
        #expect(
            read
                == StoreError(
                    .unavailable,
                    "The DynamoDB table \(bed.tables.records) is not there: `trailwatch store create` makes it."))
    }

    @Test("says what is wrong with a table of another kind, and leaves it alone")
    func wrongShape() async throws {
        let bed = try await MotoTables.fresh(made: false)
        try await bed.database.createTable(bed.tables.issues, key: .init(hash: "service", range: nil))
        let message =
            "The DynamoDB table \(bed.tables.issues) is of another kind: its key is service alone, not account_id and issue_id."
        let checked = await #expect(throws: StoreError.self) { try await bed.store.check() }
        #expect(checked == StoreError(.unavailable, message))
        let made = await #expect(throws: StoreError.self) { try await bed.store.create {} }
        #expect(made == StoreError(.unavailable, message))
        #expect(try await bed.database.table(bed.tables.records) == nil)
    }

    @Test("refuses an issue over 400 KB in one sentence, and keeps what was there")
    func tooLarge() async throws {
        let store = try await MotoTables.fresh().store
        let first = try await store.commit(Sample.issue(), notices: [])
        var large = first
        large.history = IssueHistory([
            .init(at: Sample.date(0), what: .opened, note: String(repeating: "x", count: 401 << 10))
        ])
        let error = await #expect(throws: StoreError.self) {
            _ = try await store.commit(large, notices: [Sample.notice(of: first)])
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("The item 123456789012/eu-west-1 of the table hammer-") == true)
        #expect(error?.message.hasSuffix("KB, and DynamoDB takes 400.") == true)
        #expect(try await store.issue(at: first.place) == first)
        #expect(try await store.notices(about: first.place) == [])
    }

    @Test("finds all of more issues than a page of answers holds")
    func pages() async throws {
        let store = try await MotoTables.fresh().store
        let note = String(repeating: "x", count: 300 << 10)
        for number in 0..<9 {
            var issue = Sample.issue(Sample.place("10000000000\(number)"))
            issue.history = IssueHistory([.init(at: Sample.date(0), what: .opened, note: note)])
            _ = try await store.commit(issue, notices: [])
        }
        #expect(try await store.issues(matching: IssueFilter()).count == 9)
    }

    @Test("saves hundreds of notices that one message shows, with its thread")
    func manyNotices() async throws {
        let store = try await MotoTables.fresh().store
        var notices: [Notice] = []
        for number in 0..<70 {
            let issue = Sample.issue(Sample.place(String(format: "%012d", number)))
            notices.append(Sample.notice(of: issue))
            _ = try await store.commit(issue, notices: [notices[number]])
        }
        for number in notices.indices {
            notices[number].state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(2))
        }
        let thread = AlertThread(
            subject: notices[0].subject, conversation: Conversation(channel: "C1", kind: .channel, thread: nil),
            message: MessageReference(channel: "C1", id: "1.2"), openedAt: Sample.date(2))
        #expect(try await store.noticeCounts() == NoticeCounts(pending: 70))
        try await store.save(notices, thread: thread)
        #expect(try await store.noticeCounts() == NoticeCounts())
        #expect(try await store.thread(of: thread.subject) == thread)
    }

    @Test("finds the issues of one cause, more than one call reads, without reading others")
    func manyPlaces() async throws {
        let bed = try await MotoTables.fresh()
        for number in 0..<130 {
            var issue = Sample.issue(Sample.place(String(format: "%012d", number)))
            issue.causes = [.trail(arn: Sample.trail.arn, .delivery)]
            _ = try await bed.store.commit(issue, notices: [])
        }
        let filter = IssueFilter(causes: [.trail(arn: Sample.trail.arn, .delivery)])
        _ = try await bed.store.issues(matching: filter)
        bed.wire.forget()
        let found = try await bed.store.issues(matching: filter)
        #expect(found.count == 130 && found.map(\.place) == found.map(\.place).sorted())
        #expect(bed.wire.calls.map(\.operation) == ["Query", "BatchGetItem", "BatchGetItem"])
    }

    @Test("finds the issues of one cause where they are large")
    func largePlaces() async throws {
        let store = try await MotoTables.fresh().store
        let note = String(repeating: "x", count: 150 << 10)
        for number in 0..<40 {
            var issue = Sample.issue(Sample.place(String(format: "%012d", number)))
            issue.causes = [.trail(arn: Sample.trail.arn, .delivery)]
            issue.history = IssueHistory([.init(at: Sample.date(0), what: .opened, note: note)])
            _ = try await store.commit(issue, notices: [])
        }
        let filter = IssueFilter(causes: [.trail(arn: Sample.trail.arn, .delivery)])
        #expect(try await store.issues(matching: filter).count == 40)
    }

    @Test("tells what a crash left between an issue and its many notices")
    func crashedNotices() async throws {
        let bed = try await MotoTables.fresh()
        let writes = Mutex(0)
        // The issue with its signpost, some of the notices, and no more.
        bed.wire.cut { operation in
            operation == "TransactWriteItems"
                && writes.withLock {
                    $0 += 1; return $0 > 2
                }
        }
        let notices = (0..<120).map { Sample.notice(of: Sample.issue(), to: String(format: "#%03d", $0)) }
        _ = try await bed.store.commit(Sample.issue(), notices: notices)
        bed.wire.cut { _ in false }
        #expect(try await bed.another().dueNotices(at: Sample.date(0), limit: 200) == notices)
        #expect(try await bed.store.noticeCounts() == NoticeCounts(pending: 120))
    }

    @Test("finds what people did to one account without reading all, and past what cannot be read")
    func audit() async throws {
        let bed = try await MotoTables.fresh()
        let (mine, others) = (AccountID("100000000000")!, (0..<150).map { AccountID("\(200_000_000_000 + $0)")! })
        func entry(_ time: Double, _ accounts: [AccountID]) -> AuditEntry {
            AuditEntry(
                at: Sample.date(time), request: "Ev1", person: PersonID(rawValue: "U1"), name: "Ada", channel: "C1",
                thread: nil, way: .button, command: "snooze", text: "snooze", accounts: accounts, outcome: .done,
                result: "")
        }
        let (first, last) = (entry(1, [mine]), entry(3, others))
        for entry in [first, entry(2, [mine]), last] { try await bed.store.append(entry) }
        try await bed.python(
            """
            item = max((item for item in records.scan()["Items"] if item["pk"] == "audit#100000000000"),
                       key=lambda item: item["sk"])
            records.put_item(Item={**item, "document": "{"})
            """)
        bed.wire.forget()
        #expect(try await bed.store.auditEntries(about: mine, before: nil, limit: 9) == [first])
        #expect(bed.wire.calls.map(\.operation) == ["Query"])
        for account in [others[0], others[149]] {
            #expect(try await bed.store.auditEntries(about: account, before: nil, limit: 9) == [last])
        }
    }

    @Test("lets what is over go, and nothing that is not")
    func expiry() async throws {
        let bed = try await MotoTables.fresh()
        var issue = Sample.issue()
        issue.ticket = .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1"))
        var notice = Sample.notice(of: issue)
        issue = try await bed.store.commit(issue, notices: [notice])
        let subject = notice.subject
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "C1", kind: .channel),
            message: MessageReference(channel: "C1", id: "1.2"), openedAt: Sample.date(2))
        try await bed.store.save([], thread: thread)
        let kinds = """
            for item in sorted(records.scan()["Items"], key=lambda item: item["pk"]):
                if "expires_at" in item:
                    days = (int(item["expires_at"]) - \(Int(Sample.date(0).timeIntervalSince1970))) / 86400
                    print(item["pk"].split("#")[0], round(days))
            """
        #expect(try await bed.python(kinds) == [])

        issue.state = .closed
        issue.history.add(.closed, at: Sample.date(0))
        _ = try await bed.store.commit(issue, notices: [])
        notice.state = .delivered(thread.message, at: Sample.date(0))
        thread.endedAt = Sample.date(0)
        try await bed.store.save([notice], thread: thread)
        #expect(try await bed.python(kinds) == ["cause 31", "notices 180", "thread 180", "ticketed 31"])
    }

    @Test("takes away what leads to an issue in vain, unless it is true again")
    func sweeping() async throws {
        let bed = try await MotoTables.fresh()
        let (old, new) = (RootCause.noTrail(Sample.place().account), RootCause.trail(arn: Sample.trail.arn, .delivery))
        var issue = try await bed.store.commit(Sample.issue(), notices: [])
        issue.causes = [new]
        issue = try await bed.store.commit(issue, notices: [])
        let causes = #"print(sum(item["pk"].startswith("cause#") for item in records.scan()["Items"]))"#
        #expect(try await bed.python(causes) == ["2"])
        #expect(try await bed.store.issues(matching: IssueFilter(causes: [old])) == [])
        #expect(try await bed.python(causes) == ["1"])
        issue.causes = [old, new]
        issue = try await bed.store.commit(issue, notices: [])
        #expect(try await bed.store.issues(matching: IssueFilter(causes: [old])) == [issue])
        #expect(try await bed.python(causes) == ["2"])
    }

    @Test("finishes a write whose task was cancelled")
    func cancellation() async throws {
        let store = try await MotoTables.fresh().store
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.commit(Sample.issue(), notices: [])
        }
        let stored = try await task.value
        #expect(try await store.issue(at: stored.place) == stored)
    }

    @Test("gives up a notice that cannot be read, and tells the others")
    func unreadable() async throws {
        let bed = try await MotoTables.fresh()
        let (here, there) = (Sample.issue(), Sample.issue(Sample.place("200000000000")))
        for issue in [here, there] { _ = try await bed.store.commit(issue, notices: [Sample.notice(of: issue)]) }
        try await bed.python(
            """
            for item in records.scan()["Items"]:
                if item["pk"].startswith("pending#") and item["sk"].startswith("123456789012/"):
                    records.put_item(Item={**item, "document": "{"})
            """)
        #expect(try await bed.store.dueNotices(at: Sample.date(9), limit: 9) == [Sample.notice(of: there)])
        #expect(try await bed.store.noticeCounts() == NoticeCounts(pending: 1, failed: 1))
    }
}
