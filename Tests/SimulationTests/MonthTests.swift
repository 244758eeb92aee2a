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
/// their issues or do not, the bot is down now and then. Everything is real but AWS and the chat.
@Suite("A month of two thousand accounts")
struct MonthTests {
    private static let accounts = (0..<2000).map {
        Account(id: AccountID(String(100_000_000_000 + $0))!, name: "team-\($0 % 200)-\($0)")
    }
    private static let regions = ["eu-west-1", "us-east-1"].map { Region($0)! }
    private static let start = Date(timeIntervalSince1970: 1_764_547_200)  // Monday, 2025-12-01 00:00 UTC

    /// Two hundred teams, each with a channel; the default owner is told of nothing but what is escalated.
    private static func playbook() throws -> Playbook {
        Playbook(
            accounts: accounts, regions: .only(regions),
            owners: TicketOwners(
                global: .init(slackOwners: ["#cloud-security"]),
                accounts: Dictionary(
                    uniqueKeysWithValues: accounts.enumerated().map {
                        ($1.id, .init(slackOwners: ["#team-\($0 % 200)"]))
                    })),
            tellsOwners: true, tellsDefaultOwner: false, operatorsChannel: "#operators",
            scanSchedule: .every(.seconds(3600)),
            escalation: Escalation([
                .critical: .init(
                    after: .seconds(4 * 3600), levels: [.owner, .defaultOwner], again: .seconds(24 * 3600)),
                .high: .init(after: .seconds(24 * 3600), levels: [.owner, .defaultOwner]),
            ]),
            quiet: Quiet(QuietHours(from: 20 * 3600, until: 7 * 3600, zone: .utc), loudFrom: .critical),
            digests: DigestPlan(owners: try Schedule("0 8 * * 1", in: .utc)))
    }

    @Test("Each issue reaches its owner within one cycle, none is lost, none is doubled, and nobody drowns")
    func month() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "month-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SQLiteStore(path: directory.path + "/month.sqlite")
        let time = Mutex(Self.start)
        let now: @Sendable () -> Date = { time.withLock { $0 } }
        let log = Logger(label: "month") { _ in SwiftLogNoOpLogHandler() }
        let messenger = QuickMessenger(now: now)
        let playbook = try Self.playbook()
        let book = IssueBook(
            store: store, playbook: playbook, doorbell: Doorbell(), now: now, log: log)
        let reminders = ReminderClock(
            store: store, book: book, messenger: messenger, playbook: playbook, now: now, log: log)
        let digests = DigestClock(store: store, messenger: messenger, playbook: playbook, now: now, log: log)
        var known = DigestClock.KnownRuns()
        var estate = SimulatedEstate(accounts: Self.accounts, regions: Self.regions, seed: 2025)

        // To the end of the last night, in which nothing breaks any more.
        for hour in 0..<(30 * 24 + 9) {
            time.withLock { $0 = Self.start.addingTimeInterval(Double(hour) * 3600) }
            for verdict in estate.hour(hour, at: now()) { try await book.file(verdict) }
            for place in estate.acknowledged() {
                _ = try await book.apply(.acknowledged(by: "somebody"), at: place)
            }
            try await reminders.remind()
            try await digests.send(&known)
            // A courier that has just been started, as after a restart, with every hour.
            let courier = NoticeCourier(
                store: store, messenger: messenger, book: book, playbook: playbook, now: now, log: log)
            _ = await courier.deliverDue()
        }

        let posts = messenger.posts.filter { !$0.summary.hasPrefix("CloudTrail in ") }
        // None lost: every trouble is a stored issue, and each was told to its owner.
        let issues = try await store.issues(matching: IssueFilter())
        #expect(Set(issues.map(\.place)) == estate.everBroken)
        #expect(try await store.noticeCounts() == NoticeCounts())
        var slowest: TimeInterval = 0
        for issue in issues {
            let notices = try await store.notices(about: issue.place)
            for notice in notices where notice.event == .opened {
                guard case .delivered(_, let at) = notice.state else {
                    Testing.Issue.record("\(notice.id) was not delivered: \(notice.state)")
                    continue
                }
                let due = playbook.quiet?.end(for: notice.issue.severity, at: notice.createdAt) ?? notice.createdAt
                slowest = max(slowest, at.timeIntervalSince(due))
            }
        }
        #expect(slowest <= 3600, "one cycle")
        // None doubled: its owner has one message for each trouble of an account, however long it lasts.
        let owners = posts.filter { $0.channel.hasPrefix("#team-") }
        #expect(owners.count == estate.episodes)

        // Nobody drowns.
        let days = Dictionary(grouping: messenger.said.filter { !$0.isUpdate }) {
            "\($0.channel) \(Int($0.at.timeIntervalSince(Self.start) / 86_400))"
        }.mapValues(\.count)
        let ofTeams = days.filter { $0.key.hasPrefix("#team-") }.values
        #expect(ofTeams.max() ?? 0 <= 12)
        print(
            "A month: \(issues.count) issues, \(estate.episodes) episodes, \(messenger.said.count { !$0.isUpdate }) messages and \(messenger.said.count { $0.isUpdate }) updates; a team has at most \(ofTeams.max() ?? 0) messages a day, \(Double(ofTeams.reduce(0, +)) / 200 / 30) on average; #cloud-security at most \(days.filter { $0.key.hasPrefix("#cloud") }.values.max() ?? 0)."
        )
        // What nobody saw to was escalated, and what somebody did was not.
        let escalated = posts.filter { $0.channel == "#cloud-security" }
        #expect(!escalated.isEmpty)
        #expect(escalated.count < estate.episodes / 2)
    }
}

/// What happens to accounts, hour by hour: about twenty-four break a day, each at most once, and most are seen to within hours.
private struct SimulatedEstate {
    private let accounts: [Account]
    private let regions: [Region]
    private var random: SplitMix
    private var broken: [AccountRegion: Int] = [:]
    private var toAcknowledge: [(hour: Int, place: AccountRegion)] = []
    private var current = 0
    private var brokenAccounts: Set<AccountID> = []
    private(set) var everBroken: Set<AccountRegion> = []

    /// What broke, each a cause of its own.
    var episodes: Int { brokenAccounts.count }

    init(accounts: [Account], regions: [Region], seed: UInt64) {
        (self.accounts, self.regions) = (accounts, regions)
        random = SplitMix(seed: seed)
    }

    /// What an hourly scan finds that is not healthy, or is healthy again.
    mutating func hour(_ hour: Int, at now: Date) -> [Verdict] {
        current = hour
        if hour < 30 * 24 { for _ in 0..<Int.random(in: 0...2, using: &random) { breakSomething() } }
        var verdicts: [Verdict] = []
        for (place, end) in broken.sorted(by: { $0.key < $1.key }) {
            verdicts.append(Verdict(place: place, findings: hour < end ? [finding(place)] : []))
            // One clean look proves little where deliveries failed.
            if hour > end { broken[place] = nil }
        }
        return verdicts
    }

    private mutating func breakSomething() {
        let account = accounts[Int.random(in: 0..<accounts.count, using: &random)].id
        guard brokenAccounts.insert(account).inserted else { return }
        let end = current + Int.random(in: 2...96, using: &random)
        let isSeenTo = Int.random(in: 0..<4, using: &random) > 0
        let delay = Int.random(in: 1...12, using: &random)
        for region in regions.prefix(Int.random(in: 1...regions.count, using: &random)) {
            let place = AccountRegion(account, region)
            everBroken.insert(place)
            broken[place] = end
            if isSeenTo { toAcknowledge.append((current + delay, place)) }
        }
    }

    /// A region's trouble is the same for as long as it lasts.
    private func finding(_ place: AccountRegion) -> Finding {
        if place.account.rawValue.last?.wholeNumberValue.map({ $0 < 6 }) ?? true {
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
