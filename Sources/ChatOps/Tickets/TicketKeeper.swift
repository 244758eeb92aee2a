import CloudTrailCore
import FoundationEssentials
import Logging

/// Keeps tickets in step with their issues: opens those that were asked for and never came to be, and tells the others what
/// changed, until it worked.
public actor TicketKeeper {
    private let ticketing: any Ticketing
    private let desk: TicketDesk
    private let store: any Outbox
    private let book: IssueBook
    private let alerts: AlertLinks
    private let now: @Sendable () -> Date
    private let log: Logger
    private var backlog: TicketBacklog

    /// With `links` each ticket points at the issue's message, as the message does at the ticket.
    public init(
        ticketing: any Ticketing, desk: TicketDesk, store: any Outbox, book: IssueBook, playbook: Playbook,
        links: (any MessageLinks)? = nil, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.ticketing = ticketing
        self.desk = desk
        self.store = store
        self.book = book
        alerts = AlertLinks(store: store, links: links)
        self.now = now
        self.log = log
        backlog = TicketBacklog(playbook: playbook)
    }

    /// Works until the task is cancelled.
    public func run(every interval: Duration = .seconds(15), clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await keep()
            try? await clock.sleep(for: interval)
        }
    }

    /// Does what is due, once.
    func keep() async {
        do throws(StoreError) {
            let issues = try await store.issues(matching: IssueFilter(tickets: .asked))
            let unposted = try await alerts.unposted(issues.filter(\.isWaitingForTicket))
            for step in backlog.due(issues, unposted: unposted, at: now()) where !Task.isCancelled {
                await work(on: step)
            }
        } catch {
            log.error("The tickets could not be looked through.", metadata: ["reason": "\(error)"])
        }
    }

    private func work(on step: TicketBacklog.Step) async {
        switch step {
        case .open(let places, let person):
            do throws(Refusal) {
                _ = try await desk.ticket(for: places, askedBy: person)
                backlog.succeeded(step)
            } catch {
                // The desk has logged why.
                _ = backlog.failed(step, .unavailable, at: now())
            }
        case .tell(let update, let key, let places): await tell(step, update, key, places)
        case .point(let key, let places): await point(step, key, places)
        }
    }

    private func tell(
        _ step: TicketBacklog.Step, _ update: TicketUpdate, _ key: String, _ places: [AccountRegion]
    ) async {
        do {
            report(try await ticketing.make(update, on: key), key)
            for (place, id) in zip(places, update.ids) { try await note(id, of: key, at: place) }
            backlog.succeeded(step)
        } catch {
            // Where only the store failed, the tracker knows by its mark that the update is made.
            let code = (error as? TicketingError)?.code ?? .unavailable
            let isTriedAgain = backlog.failed(step, code, at: now())
            log.error(
                "A ticket was not told what changed.",
                metadata: ["ticket": "\(key)", "reason": "\(error)", "tried again": "\(isTriedAgain)"])
        }
    }

    /// Notes with the issue what its ticket knows of it.
    private func note(_ id: String, of key: String, at place: AccountRegion) async throws(StoreError) {
        _ = try await book.change(place) { stored, _ in
            guard var issue = stored, var ticket = issue.ticket.ticket, ticket.key == key, ticket.told != id else {
                return nil
            }
            ticket.told = id
            issue.ticket = .created(ticket)
            return Lifecycle.Step(issue: issue, event: nil)
        }
    }

    private func report(_ outcome: TicketUpdateOutcome, _ key: String) {
        guard case .made(let warnings) = outcome else { return }
        log.notice("A ticket was told what changed.", metadata: ["ticket": "\(key)"])
        for warning in warnings { log.warning("\(warning)", metadata: ["ticket": "\(key)"]) }
    }

    private func point(_ step: TicketBacklog.Step, _ key: String, _ places: [AccountRegion]) async {
        do {
            guard let link = try await alerts.link(about: places) else {
                // Its message may still come.
                _ = backlog.failed(step, .unavailable, at: now())
                return
            }
            try await ticketing.link(key, to: link)
            backlog.succeeded(step)
        } catch {
            _ = backlog.failed(step, .unavailable, at: now())
            log.warning(
                "A ticket does not point at its message.", metadata: ["ticket": "\(key)", "reason": "\(error)"])
        }
    }
}
