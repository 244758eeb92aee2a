import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling
import Synchronization
import Testing

@testable import ChatOps

@Suite("Reports")
struct ReportTests {
    let watch = Wristwatch()

    @Test(
        "A cell is written as RFC 4180 has it, and what a spreadsheet would take for a formula is none",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""), ("=cmd|' /C calc'!A0,x", "\"'=cmd|' /C calc'!A0,x\""), ("", ""), ("a=b", "a=b"),
            ("＝1", "'＝1"), ("=\u{301}1", "'=\u{301}1"),
        ])
    func cells(text: String, written: String) {
        var table = CSVTable(header: ["h"])
        table.add([text])
        #expect(table.data == Data([0xEF, 0xBB, 0xBF]) + Data("h\r\n\(written)\r\n".utf8))
    }

    @Test("`report csv` shows every issue that is not closed as one row, with its owners")
    func table() async throws {
        let house = House(now: watch.now)
        house.set(payments, ireland, .known([]))
        house.set(research, virginia, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await house.courier.deliverDue()
        _ = await house.say("acknowledge payments *", as: "U9")
        _ = await house.say("report csv")
        let shared = try #require(await house.messenger.files.first)
        #expect(shared.file.name == "cloudtrail-issues-2023-11-14T2213Z.csv")
        #expect(
            shared.comment
                == "CloudTrail issues as of 2023-11-14 22:13 UTC: 2 open, 0 accepted or just mended.")
        let rows = String(decoding: shared.file.content.dropFirst(3), as: UTF8.self)
        #expect(
            rows == """
                account_id,account_name,region,status,severity,findings,first_seen,last_change,resolved,acknowledged_by,snoozed_until,assigned_to,owners,ticket,ticket_url\r
                111111111111,payments,eu-west-1,acknowledged,critical,disabled: there is no trail,2023-11-14T22:13:20Z,2023-11-14T22:13:20Z,,U9,,,alice; #security,,\r
                222222222222,research & <labs>,us-east-1,open,critical,disabled: logging is stopped since 2023-11-14 22:13 UTC,2023-11-14T22:13:20Z,2023-11-14T22:13:20Z,,,,,#security,,\r

                """)
    }

    private func overview(_ house: House) async throws -> EstateOverview {
        var baselines: [AccountID: AccountBaseline] = [:]
        for account in [payments, research] { baselines[account.id] = try await house.store.baseline(of: account.id) }
        return OverviewSketch(
            issues: try await house.store.issues(matching: IssueFilter()), baselines: baselines,
            lastScan: try await house.store.latestScan(), playbook: house.playbook, now: watch.now()
        ).overview
    }

    @Test("The overview shows what is broken, accepted, unknown and healthy, the worst account first")
    func overview() async throws {
        let house = House(now: watch.now)
        #expect(try await overview(house).rows.flatMap(\.conditions) == [], "no region was ever seen")
        house.set(payments, ireland, .known([.stopped]))
        house.set(research, ireland, .known([]))
        _ = await house.say("scan all")
        _ = await house.say("whitelist add payments eu-west-1 until 90d because drill")
        var now = try await overview(house)
        #expect(now.regions == [ireland, virginia])
        #expect(now.rows.map(\.account) == [research, payments])
        #expect(now.rows.map(\.conditions) == [[.broken, .healthy], [.tolerated, .healthy]])
        #expect(now.subtitle == "2023-11-14 22:13 UTC · 1 open issue · 1 accepted")
        watch.advance(by: 86_400)
        house.source.locked.withLock { _ = $0.insert(payments.id) }
        _ = await house.say("scan all")
        now = try await overview(house)
        #expect(now.rows.map(\.conditions) == [[.broken, .healthy], [.tolerated, .unknown]])
        #expect(now.trend.map(\.open) == [1, 1])
        #expect(now.words.hasPrefix("CloudTrail in 2 accounts, 2023-11-15 22:13 UTC · 1 open issue"))
    }

    @Test("Nothing is green, nor said to be, that was not looked at lately")
    func unknown() async throws {
        let house = House(regions: .only([ireland, virginia]), now: watch.now)
        let never = try await overview(house)
        #expect(never.rows.map(\.conditions) == [[.unknown, .unknown], [.unknown, .unknown]])
        #expect(!never.words.contains("No region is in trouble"))
        #expect(
            never.words.contains(
                "Not known in all regions: payments (111111111111), research & <labs> (222222222222). No other region is known to be in trouble."
            ))
        _ = await house.say("scan all")
        #expect(try await overview(house).words.hasSuffix("No region is in trouble."))
        watch.advance(by: 10_801)
        let stale = try await overview(house)
        #expect(stale.rows.map(\.conditions) == [[.unknown, .unknown], [.unknown, .unknown]])
        #expect(stale.subtitle == "2023-11-15 01:13 UTC · 0 open issues · last scan long ago, 2023-11-14 22:13 UTC")
        var scan = try #require(try await house.store.latestScan())
        (scan.finishedAt, scan.doubt) = (watch.now(), "nobody answers")
        try await house.store.record(scan)
        #expect(
            try await overview(house).subtitle
                == "2023-11-15 01:13 UTC · 0 open issues · accounts may be missing: nobody answers")
    }

    @Test("A month's trend begins thirty days ago")
    func monthly() {
        let days = (0...30).map { EstateOverview.Day(label: "\($0)", open: $0) }
        let overview = EstateOverview(title: "T", subtitle: "S", regions: [], rows: [], trend: days)
        #expect(overview.words == "T, S. No region is in trouble. Open issues 30 days ago: 0, now: 30.")
    }

    @Test("Of a large estate what is healthy is only counted, but for a few rows")
    func large() async throws {
        let accounts = (0..<100).map { Account(id: AccountID(String(100_000_000_000 + $0))!) }
        let house = House(watched: WatchedAccounts(accounts), now: watch.now)
        house.set(accounts[99], ireland, .known([]))
        _ = await house.say("scan all")
        func overview(_ baselines: [AccountID: AccountBaseline]) async throws -> EstateOverview {
            OverviewSketch(
                issues: try await house.store.issues(matching: IssueFilter()), baselines: baselines,
                lastScan: try await house.store.latestScan(), playbook: house.playbook, now: watch.now()
            ).overview
        }
        var baselines: [AccountID: AccountBaseline] = [:]
        for account in accounts { baselines[account.id] = try await house.store.baseline(of: account.id) }
        let now = try await overview(baselines)
        #expect(now.rows.count == 10)
        #expect(now.rows.first?.account == accounts[99])
        #expect(now.remark == "and 90 accounts more, all healthy")
        #expect(try await overview([:]).remark == "and 40 accounts more: 40 unknown")
        for account in accounts.prefix(70) { house.set(account, virginia, .known([.stopped])) }
        _ = await house.say("scan all")
        let bad = try await overview(baselines)
        #expect(bad.remark == "and 40 accounts more: 11 in trouble, 29 healthy")
        #expect(bad.words.contains("And 40 accounts more: 11 in trouble, 29 healthy."))
    }

    @Test("The trend is read from the issues' own histories")
    func spans() {
        var issue = Notice.toAlice.issue
        for (hour, what) in [
            (1, IssueHistory.Entry.What.told), (2, .acknowledged), (3, .resolved), (5, .reopened), (6, .whitelisted),
            (8, .whitelistExpired),
        ] { issue.history.add(what, at: noon + Double(hour) * 3600) }
        func open(_ hour: Double) -> Bool { issue.openSpans.contains { $0.contains(noon + hour * 3600) } }
        #expect([-1, 0, 2.5, 3.5, 5.5, 7, 9].map(open) == [false, true, true, false, true, false, true])
    }

    private struct Cellar: ReportArchive {
        let kept: Kept
        actor Kept {
            private(set) var names: [String] = []
            private var isFull = false
            func fill() { isFull = true }
            func add(_ name: String) throws(ReportArchiveError) {
                if isFull { throw ReportArchiveError("The bucket is gone.") }
                names.append(name)
            }
        }
        func keep(_ file: SharedFile) async throws(ReportArchiveError) { try await kept.add(file.name) }
    }

    private func clock(_ house: House, _ kept: Cellar.Kept) throws -> ReportClock {
        ReportClock(
            plan: ReportPlan(
                schedule: try Schedule("0 8 * * *", in: .utc), channel: "#reports", isArchived: true, hasPicture: true),
            desk: ReportDesk(
                store: house.store, playbook: house.playbook, illustrator: SketchBook(), now: watch.now),
            runs: house.store, messenger: house.messenger, archive: Cellar(kept: kept), now: watch.now,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("The scheduled report goes to its channel and its archive, once for all that were missed")
    func scheduled() async throws {
        let house = House(now: watch.now)
        let kept = Cellar.Kept()
        let clock = try clock(house, kept)
        var failures: [ReportErrand: Int] = [:]
        #expect(try await clock.sendIfDue(&failures) == .zero)
        // Noon is 22:13:20 UTC.
        #expect(try await clock.sendIfDue(&failures) == .seconds(9 * 3600 + 46 * 60 + 40))
        watch.advance(by: 3 * 86_400)
        _ = try await clock.sendIfDue(&failures)
        _ = try await clock.sendIfDue(&failures)
        #expect(await kept.names == ["cloudtrail-issues-2023-11-17T2213Z.csv", "cloudtrail-2023-11-17T2213Z.png"])
        #expect(await house.messenger.files.map(\.conversation.channel) == ["#reports", "#reports"])
    }

    @Test("What arrived is not sent again because the rest did not, and what does not work is given up and told")
    func partly() async throws {
        let house = House(now: watch.now)
        let kept = Cellar.Kept()
        let clock = try clock(house, kept)
        var failures: [ReportErrand: Int] = [:]
        _ = try await clock.sendIfDue(&failures)
        watch.advance(by: 86_400)
        await house.messenger.fail("pictures", with: MessengerError(.unavailable, "Slack is away."))
        #expect(try await clock.sendIfDue(&failures) == .seconds(300))
        #expect(try await clock.sendIfDue(&failures) == .seconds(300))
        await house.messenger.fail("pictures", with: nil)
        _ = try await clock.sendIfDue(&failures)
        #expect(
            await house.messenger.files.map(\.file.name) == [
                "cloudtrail-issues-2023-11-15T2213Z.csv", "cloudtrail-2023-11-15T2213Z.png",
            ])
        #expect(await kept.names.count == 2)
        #expect(await house.messenger.sent.isEmpty)

        watch.advance(by: 86_400)
        await kept.fill()
        await house.messenger.fail("tables", with: MessengerError(.notMember, "The bot is not in the channel."))
        await house.messenger.fail("pictures", with: MessengerError(.unavailable, "Slack is away."))
        for _ in 0..<5 { _ = try await clock.sendIfDue(&failures) }
        #expect(
            await house.messenger.summaries == [
                "The report's table for #reports was not sent, and is not tried again before its next time: The bot is not in the channel.",
                "The report's table for the archive was not sent, and is not tried again before its next time: The bucket is gone.",
                "The report's picture for the archive was not sent, and is not tried again before its next time: The bucket is gone.",
                "The report's picture for #reports was not sent, and is not tried again before its next time: Slack is away.",
            ])
        #expect(await house.messenger.files.count == 2)
    }
}
