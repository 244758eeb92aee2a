import ChatOps
import CloudTrailCore
import Foundation
import StoreContract
import Testing

@testable import DynamoDBStore

@Suite("Hammer's table of issues")
struct HammerTests {
    /// Reads an item as Hammer's `Issue.from_dict` does, and its lists as Hammer's reports do.
    private static let read = """
        import dateutil.parser
        for item in sorted(issues.scan(ConsistentRead=True)["Items"], key=lambda item: item["account_id"]):
            stamps, details, jira = item["timestamps"], item["issue_details"], item["jira_details"]
            print(item["account_id"], item["issue_id"], item["status"])
            for stamp in ("identified", "updated", "reported", "remediated", "resolved", "closed"):
                text = stamps[stamp]
                same = text is None or dateutil.parser.parse(text).isoformat() == text
                print(" ", stamp, text, "" if same else "is not as Python writes it")
            print(" ", details["disabled"], jira.get("ticket"), jira.get("ticket_assignee_id"))
            for trail in details["trails"]:
                print(" ", trail["id"], trail["enabled"], trail["multi_region"], trail["selectors"],
                      sorted((name, error["resource"], error["error"]) for name, error in trail["errors"].items()))
            for arn, failing in details["delivery_errors"].items():
                print(" ", arn, failing["events"], failing["multi_region"], len(failing["errors"]))
        """

    @Test("What we write, Hammer reads field by field")
    func written() async throws {
        let bed = try await MotoTables.fresh()
        for issue in Sample.everyKindOfIssue[1...2] { _ = try await bed.store.commit(issue, notices: []) }
        let arn = Sample.trail.arn
        #expect(
            try await bed.python(Self.read).map { $0.trimmingCharacters(in: .whitespaces) } == [
                "200000000000 us-gov-west-1 open",
                "identified 2026-05-09T06:13:21.100000+00:00", "updated 2026-05-09T06:13:23.100000+00:00",
                "reported 2026-05-09T06:13:22.100000+00:00", "remediated None", "resolved None", "closed None",
                "True SEC-1 5b10",
                "\(arn) True True WriteOnly [('sns', None, 'x')]",
                "\(arn) WriteOnly True 4",
                "300000000000 eu-west-1 resolved",
                "identified 2026-05-09T06:13:21.100000+00:00", "updated 2026-05-09T06:13:22.100000+00:00",
                "reported None", "remediated None", "resolved 2026-05-09T06:13:22.100000+00:00", "closed None",
                "False None None",
            ])
    }

    /// Writes as Hammer's `Issue.as_dict` does.
    private static let write = """
        def stamps(**given):
            return {**dict.fromkeys(["identified", "updated", "reported", "remediated", "closed"]), **given}
        def put(account, region, status, details, timestamps, jira):
            issues.put_item(Item=dict(account_id=account, issue_id=region, issue_details=details, status=status,
                                      timestamps=timestamps, jira_details=jira))
        at = datetime(2026, 3, 1, 12, 34, 56, 789012, tzinfo=timezone.utc).isoformat()
        whole = datetime(2026, 3, 2, 12, 34, 56, tzinfo=timezone.utc).isoformat()
        trail = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"
        put("123456789012", "eu-west-1", "open",
            {"disabled": False, "delivery_errors": True, "trails": [
                {"id": trail, "enabled": True, "multi_region": True, "selectors": "ReadOnly,WriteOnly",
                 "errors": {"s3": {"resource": "logs", "error": "AccessDenied"}}}]},
            stamps(identified=at, updated=at, reported=whole), {"ticket": "SEC-7", "ticket_assignee_id": "ann"})
        put("123456789012", "us-east-1", "closed", {"disabled": True, "delivery_errors": False, "trails": []},
            stamps(identified=at, updated=at, resolved=whole, closed=whole), {})
        """

    @Test("What Hammer writes, we read field by field, and write over")
    func hammers() async throws {
        let bed = try await MotoTables.fresh()
        try await bed.python(Self.write)
        let issues = try await bed.store.issues(matching: IssueFilter())
        try #require(issues.count == 2)
        let (failing, closed) = (issues[0], issues[1])
        let at = Date(timeIntervalSince1970: 1_772_368_496.789012)
        let whole = Date(timeIntervalSince1970: 1_772_454_896)
        let trail = Trail(
            arn: "arn:aws:cloudtrail:us-east-1:123456789012:trail/main", name: "main", isMultiRegion: true)
        let error = DeliveryError(target: .s3, code: "AccessDenied", resource: "logs")

        #expect(failing.place == Sample.place() && failing.state == .open && failing.version == 0)
        #expect(failing.findings == [.deliveryErrors([TrailDeliveryErrors(trail: trail, errors: [error])])])
        #expect(failing.causes == [.trail(arn: trail.arn, .delivery)])
        #expect(
            failing.trails == [
                TrailSnapshot(
                    trail: trail, status: .known(TrailStatus(isLogging: true, deliveryErrors: [error])),
                    selection: .known(
                        .basic([EventSelector(readWriteType: .readOnly), EventSelector(readWriteType: .writeOnly)])))
            ])
        #expect(failing.timestamps == .init(identified: at, updated: at, reported: whole))
        #expect(
            failing.ticket
                == .created(Ticket(key: "SEC-7", url: "https://jira.example/browse/SEC-7", assigneeID: "ann")))
        #expect(closed.state == .closed && closed.findings == [.disabled(.noTrails(lastRecorded: nil))])
        #expect(closed.timestamps == .init(identified: at, updated: whole, resolved: whole, closed: whole))
        #expect(closed.ticket == .none)

        let stored = try await bed.store.commit(failing, notices: [])
        #expect(stored.version == 1)
        #expect(try await bed.store.issue(at: failing.place) == stored)
    }

    @Test("Where Hammer wrote over ours, its fields count, our write of before is stale, and nothing new goes untold")
    func overwritten() async throws {
        let bed = try await MotoTables.fresh()
        let old = Sample.notice(of: Sample.issue())
        let ours = try await bed.store.commit(Sample.issue(), notices: [old])
        try await bed.python(Self.write)
        let stale = await #expect(throws: StoreError.self) { _ = try await bed.store.commit(ours, notices: []) }
        #expect(stale?.code == .stale)
        let theirs = try #require(try await bed.store.issue(at: ours.place))
        #expect(theirs.version == 0 && theirs.ticket.ticket?.key == "SEC-7")
        let new = Sample.notice(of: theirs, .changed, at: Sample.date(60))
        #expect(new.id == old.id)
        _ = try await bed.store.commit(theirs, notices: [new])
        #expect(try await bed.store.dueNotices(at: Sample.date(60), limit: 9) == [new])
    }

    @Test("After Hammer wrote over ours, none of the next news is taken for one that was told long ago")
    func overwrittenAndOn() async throws {
        let bed = try await MotoTables.fresh()
        let first = try await bed.store.commit(Sample.issue(), notices: [])
        var old = Sample.notice(of: first)
        _ = try await bed.store.commit(first, notices: [old])
        old.state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(5))
        try await bed.store.save([old], thread: nil)
        try await bed.python(Self.write)
        let theirs = try #require(try await bed.store.issue(at: first.place))
        let ours = try await bed.store.commit(theirs, notices: [])
        let new = Sample.notice(of: ours, .changed, at: Sample.date(60))
        #expect(new.id == old.id)
        _ = try await bed.store.commit(ours, notices: [new])
        #expect(try await bed.store.dueNotices(at: Sample.date(60), limit: 9) == [new])
    }

    @Test("What Hammer alone wrote is found by its cause and by its ticket, like what an earlier version wrote")
    func foundByCause() async throws {
        let bed = try await MotoTables.fresh()
        try await bed.python(Self.write)
        let earlier = try await bed.store.commit(Sample.issue(Sample.place("200000000000")), notices: [])
        try await bed.python(
            """
            for item in records.scan()["Items"]:
                records.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})
            """)
        let store = bed.another()
        let trail = RootCause.trail(arn: Sample.trail.arn, .delivery)
        #expect(try await store.issues(matching: IssueFilter(causes: [trail])).map(\.place) == [Sample.place()])
        #expect(try await store.issues(matching: IssueFilter(causes: earlier.causes)) == [earlier])
        #expect(try await store.issues(matching: IssueFilter(tickets: .asked)).map(\.ticket.ticket?.key) == ["SEC-7"])
    }

    @Test(
        "Times are written as Python's isoformat writes them, and come back",
        arguments: [
            (0, "1970-01-01T00:00:00+00:00"), (1_772_368_496.789012, "2026-03-01T12:34:56.789012+00:00"),
            (1_772_368_496.000005, "2026-03-01T12:34:56.000005+00:00"), (-0.5, "1969-12-31T23:59:59.500000+00:00"),
            (951_782_400, "2000-02-29T00:00:00+00:00"),
        ])
    func times(seconds: Double, text: String) {
        #expect(HammerTime.text(of: Date(timeIntervalSince1970: seconds)) == text)
        #expect(HammerTime.date(text).map { abs($0.timeIntervalSince1970 - seconds) < 1e-6 } == true)
    }

    @Test("Times with other offsets are read, and what is no time is none")
    func offsets() {
        #expect(HammerTime.date("2026-03-01T14:34:56+02:00")?.timeIntervalSince1970 == 1_772_368_496)
        #expect(HammerTime.date("2026-03-01T07:04:56-05:30")?.timeIntervalSince1970 == 1_772_368_496)
        #expect(HammerTime.date("2026-03-01T12:34:56Z")?.timeIntervalSince1970 == 1_772_368_496)
        #expect(HammerTime.date("2026-03-01T12:34:56")?.timeIntervalSince1970 == 1_772_368_496)
        for text in ["", "yesterday", "2026-03-01", "2026-03-01T12:34:56+2", "2026-03-01T12:34:56.x+00:00"] {
            #expect(HammerTime.date(text) == nil)
        }
    }
}
