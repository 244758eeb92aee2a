import CloudTrailCore
import FoundationEssentials
import Logging

/// Opens tickets: one for what is asked for together, and never two for an issue, however often it is asked and wherever it is
/// interrupted.
public actor TicketDesk {
    private let ticketing: (any Ticketing)?
    private let store: any Outbox
    private let book: IssueBook
    private let playbook: Playbook
    private let alerts: AlertLinks
    private let log: Logger
    private var underWay: [Attempt] = []
    private var attempts = 0

    private struct Attempt {
        let number: Int
        let places: Set<AccountRegion>
        let task: Task<Result<CreatedTicket, Refusal>, Never>
    }

    /// With `links` a ticket's description leads to the issue's message.
    public init(
        ticketing: (any Ticketing)?, store: any Outbox, book: IssueBook, playbook: Playbook,
        links: (any MessageLinks)? = nil, log: Logger
    ) {
        self.ticketing = ticketing
        self.store = store
        self.book = book
        self.playbook = playbook
        alerts = AlertLinks(store: store, links: links)
        self.log = log
    }

    /// The ticket of these places' issues, opened now if there is none. Askers of the same places share one attempt; one that
    /// is about some of them is waited for.
    func ticket(
        for places: [AccountRegion], askedBy person: String, wishes: TicketWishes? = nil
    ) async throws(Refusal) -> CreatedTicket {
        let places = Set(places)
        while let other = underWay.first(where: { !$0.places.isDisjoint(with: places) }) {
            let result = await other.task.value
            underWay.removeAll { $0.number == other.number }
            if other.places.isSuperset(of: places) { return try result.get() }
        }
        let attempt = begin(places, askedBy: person, wishes)
        let result = await attempt.task.value
        underWay.removeAll { $0.number == attempt.number }
        return try result.get()
    }

    private func begin(
        _ places: Set<AccountRegion>, askedBy person: String, _ wishes: TicketWishes?
    ) -> Attempt {
        attempts += 1
        let attempt = Attempt(
            number: attempts, places: places,
            task: Task { await self.open(places.sorted(), askedBy: person, wishes) })
        underWay.append(attempt)
        return attempt
    }

    private func open(
        _ places: [AccountRegion], askedBy person: String, _ wishes: TicketWishes?
    ) async -> Result<CreatedTicket, Refusal> {
        do {
            guard let ticketing, let policy = playbook.tickets else {
                throw Refusal("JIRA is off: set \(code: "jira.enabled") and \(code: "jira.server") in config.json.")
            }
            let (issues, lastAttempt) = try await intend(places, by: person, wishes)
            if let ticket = issues.lazy.compactMap(\.ticket.ticket).first {
                try await remember(ticket, for: places, told: [:])
                return .success(CreatedTicket(ticket: ticket))
            }
            var draft = try TicketDocument(issues: issues, playbook: playbook, alert: await alert(about: issues))
                .draft(issueType: policy.issueType)
            draft.lastAttempt = lastAttempt
            let created = try await ticketing.ensureTicket(draft)
            let told = created.isNew ? zip(issues.map(\.place), draft.updateIDs) : zip([], [])
            try await remember(created.ticket, for: places, told: Dictionary(told) { first, _ in first })
            log.info(
                "A ticket was opened.",
                metadata: [
                    "ticket": "\(created.ticket.key)", "places": "\(listed(places.map(\.description)))",
                    "asked for by": "\(person)", "warnings": .array(created.warnings.map { "\($0)" }),
                ])
            return .success(created)
        } catch {
            return .failure(refusal(error, places))
        }
    }

    /// Where the message is; a ticket without its link is better than none.
    private func alert(about issues: [Issue]) async -> String? {
        do {
            return try await alerts.link(about: issues.map(\.place))?.url
        } catch {
            log.warning(
                "A ticket does not lead to its message.",
                metadata: ["place": "\(issues[0].place)", "reason": "\(error)"])
            return nil
        }
    }

    private func refusal(_ error: any Error, _ places: [AccountRegion]) -> Refusal {
        if let refusal = error as? Refusal { return refusal }
        log.error(
            "A ticket was not opened.",
            metadata: ["places": "\(listed(places.map(\.description)))", "reason": "\(error)"])
        if let error = error as? TicketingError {
            return .failed("The ticket was not opened: \(error.message)")
        }
        return .failed("The ticket was not opened, because my store did not answer. Try again in a moment.")
    }

    /// Stores the intent with each issue before anything is created, so that a crash in between is found again by its identity.
    /// Each attempt renews its time; how long ago the last one began is answered beside the issues.
    private func intend(
        _ places: [AccountRegion], by person: String, _ newWishes: TicketWishes?
    ) async throws -> (issues: [Issue], lastAttempt: Duration?) {
        let issues = try await standing(places)
        guard let first = issues.first else {
            throw Refusal("Nothing of this is in trouble any more.", usage: .issues)
        }
        if issues.contains(where: { $0.ticket.ticket != nil }) { return (issues, nil) }
        let identity = issues.lazy.compactMap(\.ticket.intendedIdentity).first ?? first.ticketIdentity
        var lastAttempt: Duration?
        for issue in issues {
            _ = try await book.change(issue.place) { stored, now in
                guard var issue = stored, issue.ticket.ticket == nil else { return nil }
                var (asker, wishes) = (person, newWishes)
                if case .intended(let chosen, let earlier, let then, let earlierWishes) = issue.ticket {
                    // Whoever asks by name for what was only put off is who asked.
                    asker = chosen.isEmpty ? person : earlier
                    wishes = newWishes ?? earlierWishes
                    let age = Duration.seconds(max(now.timeIntervalSince(then), 0))
                    if !chosen.isEmpty { lastAttempt = min(lastAttempt ?? age, age) }
                }
                issue.ticket = .intended(identity: identity, by: asker, at: now, wishes: wishes)
                return Lifecycle.Step(issue: issue, event: nil)
            }
        }
        // Where somebody else was faster, what they stored counts.
        return (try await standing(places), lastAttempt)
    }

    private func standing(_ places: [AccountRegion]) async throws(StoreError) -> [Issue] {
        var issues: [Issue] = []
        for place in places {
            guard let issue = try await store.issue(at: place), Issue.Status.standing.contains(issue.status) else {
                continue
            }
            issues.append(issue)
        }
        return issues
    }

    /// Each issue has the ticket from now on, and its messages show it. `told` is what its description tells, by place.
    private func remember(
        _ ticket: Ticket, for places: [AccountRegion], told: [AccountRegion: String]
    ) async throws(StoreError) {
        for place in places {
            _ = try await book.change(place) { stored, _ in
                guard var issue = stored, issue.ticket.ticket == nil, Issue.Status.standing.contains(issue.status)
                else { return nil }
                var ticket = ticket
                ticket.told = told[place]
                issue.ticket = .created(ticket)
                return Lifecycle.Step(issue: issue, event: .ticketed)
            }
        }
    }
}

extension TicketState {
    /// Of a ticket that was asked for and is not there yet.
    var intendedIdentity: String? {
        if case .intended(let identity, _, _, _) = self, !identity.isEmpty { identity } else { nil }
    }
}

extension Issue {
    /// The same for all attempts at one episode, and fit to be a label in JIRA.
    fileprivate var ticketIdentity: String {
        "trailwatch-\(place.account)-\(place.region)-\(Int(timestamps.identified.timeIntervalSince1970))"
    }
}
