import ChatOps
import CloudTrailCore
import Pictures
import Slack

/// What answers people, and what keeps the issues for it.
struct Desks: Sendable {
    let book: IssueBook
    let whitelist: WhitelistBook
    let scans: ScanDesk
    let tickets: TicketDesk
    let reports: ReportDesk
    private let front: FrontDesk
    private let home: HomeDesk
    private let socket: SocketModeClient

    init(
        _ context: BotContext, _ slack: SlackLine, _ tickets: TicketLine,
        examine: @escaping @Sendable () async -> [Check]
    ) {
        let (store, playbook, now) = (context.store, context.playbook, context.now)
        let messenger = slack.messenger
        socket = slack.socket
        book = IssueBook(
            store: store, playbook: playbook, doorbell: context.doorbell, changes: context.changes, now: now,
            log: context.log("issues"))
        whitelist = WhitelistBook(store: store, book: book, now: now)
        scans = ScanDesk(
            scanner: Scanner(source: context.estate.source, baselines: store, now: now), book: book, baselines: store,
            now: now, log: context.log("scan"), verdicts: context.log("scan.verdicts"))
        self.tickets = TicketDesk(
            ticketing: tickets.jira, store: store, book: book, playbook: playbook, links: messenger,
            log: context.log("tickets"))
        reports = ReportDesk(store: store, playbook: playbook, illustrator: CairoIllustrator(), now: now)
        home = HomeDesk(
            store: store, messenger: messenger, clearances: slack.clearances, playbook: playbook,
            changes: context.changes, now: now, log: context.log("home"))
        front = FrontDesk(
            runner: CommandRunner(
                playbook: playbook, store: store, messenger: messenger, scans: scans, book: book,
                whitelist: whitelist, tickets: self.tickets, reports: reports, examine: examine, now: now,
                log: context.log("commands")),
            seen: store, messenger: messenger, clearances: slack.clearances,
            audit: AuditLogs([store, LoggedAudit(context.log("audit"))]), home: home, now: now,
            log: context.log("requests"))
    }

    var services: [Background] {
        [
            Background("requests", ending: .byItself) {
                await front.run(socket.requests, surplus: socket.surplus)
            },
            Background("homes") { await home.run() },
        ]
    }
}
