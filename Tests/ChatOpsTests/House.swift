import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling
import Synchronization

@testable import ChatOps

/// The bot's rooms put together around doubles.
struct House {
    let store: MemoryStore
    let messenger: RecordingMessenger
    let source: TableSource
    let ticketing: CountingTicketing
    let playbook: Playbook
    let book: IssueBook
    let whitelist: WhitelistBook
    let scans: ScanDesk
    let desk: FrontDesk
    let tickets: TicketDesk
    let courier: NoticeCourier
    let schedule: ScanSchedule
    let reminders: ReminderClock
    let digests: DigestClock
    let home: HomeDesk
    let changes = ChangedPlaces()
    let clearances: Clearances
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static let everything = RoleAssignments([.approver: ["*"]])

    init(
        roles: RoleAssignments? = everything, reporting: Bool = true, regions: ScanPlan.Regions = .enabled,
        tickets: Bool = true, opening: Playbook.Tickets.Opening = .onRequest,
        fileWhitelist: Whitelist = Whitelist(), interval: Duration? = .seconds(3600),
        ticketing: CountingTicketing = CountingTicketing(), store: MemoryStore = MemoryStore(),
        source: TableSource = TableSource(), watched: WatchedAccounts? = nil, owners: TicketOwners? = nil,
        escalation: Escalation = Escalation(), quiet: Quiet? = nil, digests: DigestPlan = DigestPlan(),
        now: @escaping @Sendable () -> Date = { noon }
    ) {
        messenger = RecordingMessenger(now: now)
        self.ticketing = ticketing
        self.store = store
        self.source = source
        var playbook = Playbook(
            accounts: [payments, research], regions: regions, whitelist: fileWhitelist,
            owners: TicketOwners(
                global: .init(jiraProject: "SEC", slackOwners: ["#security"]),
                accounts: [payments.id: .init(jiraOwner: "nobody", slackOwners: ["alice"])]),
            tellsOwners: reporting, operatorsChannel: "#operators", roles: roles,
            tickets: tickets ? .init(issueType: "Task", opening: opening) : nil,
            scanSchedule: interval.map(Schedule.every),
            escalation: escalation, quiet: quiet, digests: digests)
        if let watched { playbook.watched = watched }
        if let owners { playbook.owners = owners }
        self.playbook = playbook
        let doorbell = Doorbell()
        book = IssueBook(store: store, playbook: playbook, doorbell: doorbell, changes: changes, now: now)
        whitelist = WhitelistBook(store: store, book: book, now: now)
        scans = ScanDesk(
            scanner: Scanner(source: source, baselines: store, now: now), book: book, baselines: store, now: now,
            log: log)
        self.tickets = TicketDesk(
            ticketing: ticketing, store: store, book: book, playbook: playbook, log: log)
        let runner = CommandRunner(
            playbook: playbook, store: store, messenger: messenger, scans: scans, book: book, whitelist: whitelist,
            tickets: self.tickets,
            reports: ReportDesk(store: store, playbook: playbook, illustrator: SketchBook(), now: now),
            now: now, log: log)
        clearances = Clearances(
            permissions: Permissions(roles: roles, directory: messenger, helpChannel: "#operators"),
            directory: messenger, now: now)
        home = HomeDesk(
            store: store, messenger: messenger, clearances: clearances, playbook: playbook, changes: changes, now: now,
            log: log)
        self.desk = FrontDesk(
            runner: runner, seen: store, messenger: messenger,
            clearances: clearances, audit: store,
            home: home, now: now, log: log)
        courier = NoticeCourier(store: store, messenger: messenger, book: book, playbook: playbook, now: now, log: log)
        self.digests = DigestClock(store: store, messenger: messenger, playbook: playbook, now: now, log: log)
        reminders = ReminderClock(
            store: store, book: book, messenger: messenger, playbook: playbook, now: now, log: log)
        schedule = ScanSchedule(
            desk: scans, history: store, messenger: messenger, playbook: playbook, now: now,
            delay: { 0 }, log: log)
    }

    /// Says something in #ops and answers what the bot said, summary by summary.
    func say(_ text: String, id: String = UUID().uuidString, as person: String = "U1") async -> [String] {
        await take(.text(text), id: id, as: person)
    }

    func take(_ input: ChatRequest.Input, id: String = UUID().uuidString, as person: String = "U1") async -> [String] {
        let before = await messenger.sent.count
        let conversation = Conversation(channel: "#ops", kind: .channel)
        await desk.handle(
            ChatRequest(id: id, person: PersonID(rawValue: person), conversation: conversation, input: input))
        return await Array(messenger.summaries.dropFirst(before))
    }

    func set(_ account: Account, _ region: Region, _ trails: Reading<[TrailSnapshot]>) {
        source.regions.withLock { $0[AccountRegion(account.id, region)] = trails }
    }

    func issue(_ account: Account = payments, _ region: Region = ireland) async throws -> Issue? {
        try await store.issue(at: AccountRegion(account.id, region))
    }
}
