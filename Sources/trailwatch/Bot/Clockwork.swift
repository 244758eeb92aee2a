import ChatOps
import ConfigurationFiles
import Jira
import ServiceLifecycle

/// What happens without being asked, each thing at its time.
struct Clockwork: Sendable {
    private let context: BotContext
    private let slack: SlackLine
    private let desks: Desks

    init(_ context: BotContext, _ slack: SlackLine, _ desks: Desks) {
        self.context = context
        self.slack = slack
        self.desks = desks
    }

    /// What one replica does for all, with `more` of the kind: on a store that several may share it is done under the lease.
    func services(_ jira: JiraTicketing?, and more: Background) -> [any Service] {
        let parts = (jira.map(ticketParts) ?? []) + reportParts + issueParts + [scanning, more]
        guard let leases = context.store as? any LeaseStore else { return parts }
        let (keeper, doorbell) = (LeaseKeeper(store: leases, log: context.log("replicas")), context.doorbell)
        return [
            Background("lease") {
                await keeper.run(held: { doorbell.ring() }) {
                    await withTaskGroup(of: Void.self) { group in
                        for part in parts { group.addTask { try? await part.work() } }
                    }
                }
            }
        ]
    }

    private var issueParts: [Background] {
        let (store, playbook, messenger) = (context.store, context.playbook, slack.messenger)
        let (book, now, clock, doorbell) = (desks.book, context.now, context.time.clock, context.doorbell)
        let courier = NoticeCourier(
            store: store, messenger: messenger, book: book, playbook: playbook, now: now, log: context.log("notices"))
        let issues = IssueClock(book: book, log: context.log("issues"))
        let reminders = ReminderClock(
            store: store, book: book, messenger: messenger, playbook: playbook, now: now, log: context.log("reminders"))
        let digests = DigestClock(
            store: store, messenger: messenger, playbook: playbook, now: now, log: context.log("digests"))
        return [
            Background("notices") { await courier.run(doorbell: doorbell, clock: clock) },
            Background("issues") { await issues.run(clock: clock) },
            Background("reminders") { await reminders.run(clock: clock) },
            Background("digests") { await digests.run(clock: clock) },
        ]
    }

    private var scanning: Background {
        let clock = context.time.clock
        let schedule = ScanSchedule(
            desk: desks.scans, history: context.store, messenger: slack.messenger, playbook: context.playbook,
            now: context.now, log: context.log("schedule"))
        return Background("schedule") {
            await Requester.$current.withValue("schedule") { await schedule.run(clock: clock) }
        }
    }

    private var reportParts: [Background] {
        guard let plan = ReportPlan(context.configuration) else { return [] }
        let clock = context.time.clock
        let reports = ReportClock(
            plan: plan, desk: desks.reports, runs: context.store, messenger: slack.messenger,
            archive: S3Archive(context.configuration, context.estate.access), now: context.now,
            log: context.log("reports"))
        return [Background("reports") { await reports.run(clock: clock) }]
    }

    private func ticketParts(_ jira: JiraTicketing) -> [Background] {
        let (store, playbook, log, clock) = (
            context.store, context.playbook, context.log("tickets"), context.time.clock
        )
        let keeper = TicketKeeper(
            ticketing: jira, desk: desks.tickets, store: store, book: desks.book, playbook: playbook,
            links: slack.messenger, now: context.now, log: log)
        let watch = TicketWatch(
            ticketing: jira, store: store, whitelist: desks.whitelist, messenger: slack.messenger,
            playbook: playbook, now: context.now, log: log)
        return [
            Background("tickets") { await keeper.run(clock: clock) },
            Background("tickets' standing") { await watch.run(clock: clock) },
        ]
    }
}
