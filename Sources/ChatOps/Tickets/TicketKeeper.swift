import CloudTrailCore
import FoundationEssentials
import Logging

/// Keeps tickets in step with their issues: opens those that were asked for and never came to be, and tells the others what
/// changed, until it worked.
public actor TicketKeeper {
    private let ticketing: any Ticketing
    private let desk: TicketDesk
    private let store: any Outbox
    private let links: (any MessageLinks)?
    private let now: @Sendable () -> Date
    private let log: Logger
    private var backlog: TicketBacklog

    /// With `links` each ticket points at the issue's message, as the message does at the ticket.
    public init(
        ticketing: any Ticketing, desk: TicketDesk, store: any Outbox, playbook: Playbook,
        links: (any MessageLinks)? = nil, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.ticketing = ticketing
        self.desk = desk
        self.store = store
        self.links = links
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
            let steps = backlog.due(try await store.issues(matching: IssueFilter(tickets: .asked)), at: now())
            for step in steps where !Task.isCancelled { await work(on: step) }
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
        case .make(let update, let key, let place):
            do throws(TicketingError) {
                report(try await ticketing.make(update, on: key), key)
                backlog.succeeded(step)
                await point(key, atMessageAbout: place)
            } catch {
                let isTriedAgain = backlog.failed(step, error.code, at: now())
                log.error(
                    "A ticket was not told what changed.",
                    metadata: ["ticket": "\(key)", "reason": "\(error)", "tried again": "\(isTriedAgain)"])
            }
        }
    }

    private func report(_ outcome: TicketUpdateOutcome, _ key: String) {
        guard case .made(let warnings) = outcome else { return }
        log.notice("A ticket was told what changed.", metadata: ["ticket": "\(key)"])
        for warning in warnings { log.warning("\(warning)", metadata: ["ticket": "\(key)"]) }
    }

    /// One message will do: the first recipient's latest, where there is any.
    private func point(_ key: String, atMessageAbout place: AccountRegion) async {
        guard let links else { return }
        do {
            guard let issue = try await store.issue(at: place),
                let (message, _) = try await store.latestMessages(about: issue).first
            else { return }
            let link = TicketLink(
                id: "trailwatch:\(message.channel)/\(message.id)", title: "The alert in Slack",
                url: try await links.url(of: message))
            try await ticketing.link(key, to: link)
        } catch {
            log.warning(
                "A ticket does not point at its message.", metadata: ["ticket": "\(key)", "reason": "\(error)"])
        }
    }
}
