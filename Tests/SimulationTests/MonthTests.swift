import CloudTrailCore
import Foundation
import Logging
import SQLiteStore
import Scheduling
import Synchronization
import TestSupport
import Testing

@testable import ChatOps

/// Testing has an `Issue` of its own.
typealias Issue = CloudTrailCore.Issue

/// Thirty days of an estate of two thousand accounts, hour by hour, with a seed: trails break and are mended, people look after
/// their issues or do not, twice very much breaks at once. The bot and Slack are down for hours at a time, posts fail, answers get
/// lost, and the bot is killed at its work. Everything is real but AWS and the chat.
@Suite("A month of two thousand accounts")
struct MonthTests {
    fileprivate static let teams = 50
    private static let accounts = (0..<2000).map {
        Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0 % teams)-\($0)")
    }
    private static let regions = ["eu-west-1", "us-east-1"].map { Region($0)! }
    private static let start = Date(timeIntervalSince1970: 1_764_547_200)  // Monday, 2025-12-01 00:00 UTC
    private static let cycle: TimeInterval = 3600

    /// Each team has a channel; the default owner is told of nothing but what is escalated.
    private static func playbook() throws -> Playbook {
        Playbook(
            accounts: accounts, regions: .only(regions),
            owners: TicketOwners(
                global: .init(slackOwners: ["#cloud-security"]),
                accounts: Dictionary(
                    uniqueKeysWithValues: accounts.enumerated().map {
                        ($1.id, .init(slackOwners: ["#team-\($0 % teams)"]))
                    })),
            tellsOwners: true, tellsDefaultOwner: false, operatorsChannel: "#operators",
            scanSchedule: .every(.seconds(cycle)),
            escalation: Escalation([
                .critical: .init(
                    after: .seconds(4 * 3600), levels: [.owner, .defaultOwner], again: .seconds(24 * 3600)),
                .high: .init(after: .seconds(24 * 3600), levels: [.owner, .defaultOwner]),
            ]),
            quiet: Quiet(QuietHours(from: 20 * 3600, until: 7 * 3600, zone: .utc), loudFrom: .critical),
            digests: DigestPlan(owners: try Schedule("0 8 * * 1", in: .utc)))
    }

    @Test(
        "Each issue reaches its owner within one cycle of being possible, none is lost, none is doubled, and nobody drowns"
    )
    func month() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "month-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SQLiteStore(path: directory.path + "/month.sqlite")
        let time = Mutex(Self.start)
        let now: @Sendable () -> Date = { time.withLock { $0 } }
        let log = Logger(label: "month") { _ in SwiftLogNoOpLogHandler() }
        let outages = Outages(from: Self.start, days: 30, seed: 7)
        let messenger = QuickMessenger(now: now, isUp: { outages.slackIsUp(at: $0) }, mishaps: 3)
        let playbook = try Self.playbook()
        let book = IssueBook(store: store, playbook: playbook, doorbell: Doorbell(), now: now, log: log)
        let reminders = ReminderClock(
            store: store, book: book, messenger: messenger, playbook: playbook, now: now, log: log)
        let digests = DigestClock(store: store, messenger: messenger, playbook: playbook, now: now, log: log)
        var known = DigestClock.KnownRuns()
        var estate = SimulatedEstate(accounts: Self.accounts, regions: Self.regions, seed: 2025)
        var deaths = SplitMix(seed: 99)
        var killed = 0

        // To the end of the last night, in which nothing breaks any more.
        for hour in 0..<(30 * 24 + 12) {
            let looks = estate.hour(hour)
            for minute in stride(from: 0, to: 60, by: 10) {
                time.withLock { $0 = Self.start.addingTimeInterval(Double(hour) * 3600 + Double(minute) * 60) }
                guard outages.botIsUp(at: now()) else { continue }
                if minute == 0 {
                    for verdict in looks { try await book.file(verdict) }
                    for place in estate.acknowledged() {
                        _ = try await book.apply(.acknowledged(by: "somebody"), at: place)
                    }
                    try await reminders.remind()
                    try? await digests.send(&known)
                }
                // A courier that has just been started; every fifth is killed soon, and another takes its place.
                var lives: [Int?] = [nil]
                if Int.random(in: 0..<5, using: &deaths) == 0 {
                    lives.insert(Int.random(in: 0..<12, using: &deaths), at: 0)
                    killed += 1
                }
                for writes in lives {
                    let life = Mortality(afterWrites: writes)
                    let courier = NoticeCourier(
                        store: WatchedStore(store: store, watch: life), messenger: messenger, book: book,
                        playbook: playbook, now: now, log: log)
                    _ = await courier.deliverDue()
                    time.withLock { $0 += 15 }
                }
            }
        }

        let issues = try await store.issues(matching: IssueFilter())
        #expect(try await store.noticeCounts() == NoticeCounts())
        #expect(Set(issues.map(\.place)) == estate.seen)
        #expect(messenger.unanswered > 20)
        var slowest: TimeInterval = 0
        for issue in issues {
            for notice in try await store.notices(about: issue.place) where notice.event == .opened {
                guard case .delivered(_, let at) = notice.state else {
                    Testing.Issue.record("\(notice.id) was not delivered: \(notice.state)")
                    continue
                }
                let due = playbook.quiet?.end(for: notice.issue.severity, at: notice.createdAt) ?? notice.createdAt
                slowest = max(slowest, at.timeIntervalSince(outages.possible(from: due)))
            }
        }
        #expect(slowest <= Self.cycle)

        // Of each trouble of an account its owner has one message, or a part in the one about a wave; not less, and not more.
        let alerts = messenger.posts.filter { $0.channel.hasPrefix("#team-") && $0.summary.hasPrefix("CloudTrail ") }
            .filter { !$0.summary.hasPrefix("CloudTrail in ") }
        for (index, account) in Self.accounts.enumerated() where !estate.isFlooded(account.id) {
            let told = alerts.filter {
                $0.channel == "#team-\(index % Self.teams)" && $0.summary.contains(account.title)
            }
            #expect(told.count == estate.stories(of: account.id), "\(account.title): \(told.map(\.summary))")
        }
        for team in SimulatedEstate.floods.map(\.team) {
            let own = Self.accounts.filter { account in
                alerts.contains { $0.channel == "#team-\(team)" && $0.summary.contains(account.title) }
            }
            #expect(own.count == playbook.floodLimit)
            #expect(alerts.count { $0.channel == "#team-\(team)" } == playbook.floodLimit)
            let crowds = messenger.said.filter { $0.channel == "#team-\(team)" && $0.summary.contains(" causes, in ") }
            #expect(crowds.count { !$0.isUpdate } == 1)
            #expect(
                crowds.last?.summary.hasPrefix("CloudTrail works again: 20 causes, in 40 regions of 20 accounts")
                    == true)
        }

        // Nobody drowns.
        let days = Dictionary(grouping: messenger.said.filter { !$0.isUpdate }) {
            "\($0.channel) \(Int($0.at.timeIntervalSince(Self.start) / 86_400))"
        }.mapValues(\.count)
        let floods = SimulatedEstate.floods.map { "#team-\($0.team) " }
        let ofTeams = days.filter { day in
            day.key.hasPrefix("#team-") && !floods.contains { day.key.hasPrefix($0) }
        }.values
        #expect(ofTeams.max() ?? 0 <= 24)
        let inFloods = days.filter { day in floods.contains { day.key.hasPrefix($0) } }.values.max() ?? 0
        // Twenty alerts, their reminders and ends, and the same once for all the others.
        #expect(inFloods <= 3 * 21 + 2)
        print(
            "A month: \(issues.count) issues, \(estate.episodes) episodes, \(messenger.said.count { !$0.isUpdate }) messages and \(messenger.said.count { $0.isUpdate }) updates; \(messenger.unanswered) answers lost, \(killed) couriers killed; the slowest news took \(Int(slowest)) s. A team of forty accounts has at most \(ofTeams.max() ?? 0) messages a day, in a flood \(inFloods), \(Double(ofTeams.reduce(0, +)) / 48 / 30) on average; #cloud-security at most \(days.filter { $0.key.hasPrefix("#cloud") }.values.max() ?? 0)."
        )
        // What nobody saw to was escalated, and what somebody did was not.
        let escalated = messenger.posts.filter {
            $0.channel == "#cloud-security" && $0.summary.hasPrefix("CloudTrail ")
        }
        #expect(!escalated.isEmpty)
        #expect(escalated.count < estate.episodes / 2)
    }
}

/// What happens to accounts, hour by hour: about twenty-four break a day, most are seen to within hours, and some break again; twice
/// all of a team break at once.
private struct SimulatedEstate {
    static let floods = [(team: 0, hour: 200), (team: 1, hour: 500)]

    private let accounts: [Account]
    private let regions: [Region]
    private var random: SplitMix
    private var broken: [AccountRegion: (from: Int, to: Int)] = [:]
    private var toAcknowledge: [(hour: Int, place: AccountRegion)] = []
    private var current = 0
    /// When each account's trouble ends.
    private var ends: [AccountID: Int] = [:]
    private var told: [AccountID: Int] = [:]
    private(set) var seen: Set<AccountRegion> = []
    private(set) var episodes = 0

    init(accounts: [Account], regions: [Region], seed: UInt64) {
        (self.accounts, self.regions) = (accounts, regions)
        random = SplitMix(seed: seed)
    }

    func isFlooded(_ account: AccountID) -> Bool {
        let index = (Int(account.rawValue) ?? 0) - 100_000_000_000
        return Self.floods.contains { $0.team == index % MonthTests.teams }
    }

    /// How many messages an account is worth: what comes back within a week goes on in the same.
    func stories(of account: AccountID) -> Int { told[account] ?? 0 }

    /// What a look in that hour finds that is not healthy, or is healthy again.
    mutating func hour(_ hour: Int) -> [Verdict] {
        current = hour
        if hour < 30 * 24 - 24 { for _ in 0..<Int.random(in: 0...2, using: &random) { breakSomething() } }
        for flood in Self.floods where flood.hour == hour {
            for account in accounts where (Int(account.id.rawValue) ?? 0) % MonthTests.teams == flood.team {
                breakDown(account.id, for: 30, in: 2, acknowledgedAfter: 6)
            }
        }
        var verdicts: [Verdict] = []
        for (place, span) in broken.sorted(by: { $0.key < $1.key }) {
            verdicts.append(Verdict(place: place, findings: hour < span.to ? [finding(place)] : []))
            // It is looked at often enough that no outage hides its end.
            if hour > span.to + 12 { broken[place] = nil }
        }
        return verdicts
    }

    private mutating func breakSomething() {
        let account = accounts[Int.random(in: 0..<accounts.count, using: &random)].id
        guard !isFlooded(account) else { return }
        // Again soon, or much later: never so that it depends on the hour whether a week has passed.
        if let end = ends[account], !(end + 16..<end + 120).contains(current), current < end + 200 { return }
        breakDown(
            account, for: Int.random(in: 8...96, using: &random),
            in: Int.random(in: 1...regions.count, using: &random),
            acknowledgedAfter: Int.random(in: 0..<4, using: &random) > 0
                ? Int.random(in: 1...12, using: &random) : nil)
    }

    private mutating func breakDown(_ account: AccountID, for hours: Int, in count: Int, acknowledgedAfter delay: Int?)
    {
        if ends[account].map({ current >= $0 + 200 }) ?? true { told[account, default: 0] += 1 }
        episodes += 1
        ends[account] = current + hours
        for region in regions.prefix(count) {
            let place = AccountRegion(account, region)
            seen.insert(place)
            broken[place] = (current, current + hours)
            if let delay { toAcknowledge.append((current + delay, place)) }
        }
    }

    /// A region's trouble is the same for as long as it lasts.
    private func finding(_ place: AccountRegion) -> Finding {
        if isFlooded(place.account) || place.account.rawValue.last?.wholeNumberValue.map({ $0 < 6 }) ?? true {
            return .disabled(.noTrails(lastRecorded: nil))
        }
        let trail = Trail(arn: "arn:aws:cloudtrail:eu-west-1:\(place.account):trail/audit", name: "audit")
        return .deliveryErrors([.init(trail: trail, errors: [.init(target: .s3, code: "NoSuchBucket")])])
    }

    /// Where people say by now that they are on it.
    mutating func acknowledged() -> [AccountRegion] {
        let due = toAcknowledge.filter { $0.hour <= current }.map(\.place)
        toAcknowledge.removeAll { $0.hour <= current }
        return due
    }
}
