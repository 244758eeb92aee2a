import CloudTrailCore
import FoundationEssentials
import Logging

/// Opens tickets: one per issue, however often it is asked and wherever it is interrupted.
public actor TicketDesk {
    private let ticketing: (any Ticketing)?
    private let store: any Outbox
    private let book: IssueBook
    private let playbook: Playbook
    private let messenger: any Messenger
    private let now: @Sendable () -> Date
    private let log: Logger
    private var underWay: [AccountRegion: Attempt] = [:]
    private var attempts = 0

    private struct Attempt {
        let number: Int
        let task: Task<Result<CreatedTicket, Refusal>, Never>
    }

    public init(
        ticketing: (any Ticketing)?, store: any Outbox, book: IssueBook, playbook: Playbook, messenger: any Messenger,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.ticketing = ticketing
        self.store = store
        self.book = book
        self.playbook = playbook
        self.messenger = messenger
        self.now = now
        self.log = log
    }

    /// The issue's ticket, opened now if there is none. Askers of the same issue share one attempt.
    func ticket(for place: AccountRegion, askedBy person: String) async throws(Refusal) -> CreatedTicket {
        let attempt = underWay[place] ?? begin(place, askedBy: person)
        let result = await attempt.task.value
        // A late asker must not clear a newer attempt.
        if underWay[place]?.number == attempt.number { underWay[place] = nil }
        return try result.get()
    }

    private func begin(_ place: AccountRegion, askedBy person: String) -> Attempt {
        attempts += 1
        let attempt = Attempt(number: attempts, task: Task { await self.open(place, askedBy: person) })
        underWay[place] = attempt
        return attempt
    }

    private func open(_ place: AccountRegion, askedBy person: String) async -> Result<CreatedTicket, Refusal> {
        do {
            guard let ticketing, let policy = playbook.tickets else {
                throw Refusal("JIRA is off: set \(code: "jira.enabled") and \(code: "jira.server") in config.json.")
            }
            let (issue, lastAttempt) = try await intend(place, by: person)
            if let ticket = issue.ticket.ticket { return .success(CreatedTicket(ticket: ticket)) }
            var draft = try TicketDocument(issue: issue, playbook: playbook).draft(issueType: policy.issueType)
            draft.lastAttempt = lastAttempt
            let created = try await ticketing.ensureTicket(draft)
            try await remember(created.ticket, for: place)
            return .success(created)
        } catch let refusal as Refusal {
            return .failure(refusal)
        } catch let error as TicketingError {
            log.error("A ticket was not opened.", metadata: ["place": "\(place)", "reason": "\(error)"])
            return .failure(Refusal("The ticket was not opened: \(error.message)"))
        } catch {
            log.error("A ticket was not opened.", metadata: ["place": "\(place)", "reason": "\(error)"])
            return .failure(
                Refusal("The ticket was not opened, because my store did not answer. Try again in a moment."))
        }
    }

    /// Stores the intent before anything is created, so that a crash in between is found again by its identity. Each attempt
    /// renews its time; how long ago the last one began is answered beside the issue.
    private func intend(_ place: AccountRegion, by person: String) async throws -> (Issue, lastAttempt: Duration?) {
        guard let issue = try await store.issue(at: place), issue.status == .open || issue.status == .whitelisted else {
            throw Refusal(
                "There is no open issue in \(code: place.region) of \(playbook.account(place.account).title).",
                usage: .issues)
        }
        var lastAttempt: Duration?
        let step = try await book.change(place) { stored, now in
            guard var issue = stored else { return nil }
            switch issue.ticket {
            case .created: return nil
            case .none:
                lastAttempt = nil
                issue.ticket = .intended(identity: issue.ticketIdentity, by: person, at: now)
            case .intended(let identity, let asker, let then):
                lastAttempt = .seconds(max(now.timeIntervalSince(then), 0))
                issue.ticket = .intended(identity: identity, by: asker, at: now)
            }
            return Lifecycle.Step(issue: issue, event: nil)
        }
        if let step { return (step.issue, lastAttempt) }
        // Without a step somebody else was faster, and what they stored counts.
        return (try await store.issue(at: place) ?? issue, nil)
    }

    private func remember(_ ticket: Ticket, for place: AccountRegion) async throws(StoreError) {
        let step = try await book.change(place) { stored, _ in
            guard var issue = stored, issue.ticket.ticket == nil else { return nil }
            issue.ticket = .created(ticket)
            return Lifecycle.Step(issue: issue, event: nil)
        }
        if let issue = step?.issue { await refreshMessages(about: issue) }
    }

    /// Every recipient's latest message about this episode shows the ticket.
    private func refreshMessages(about issue: Issue) async {
        do throws(StoreError) {
            for (reference, event) in try await store.latestMessages(about: issue) {
                await refresh(reference, AlertMessage(event: event, issue: issue, playbook: playbook).message)
            }
        } catch {
            log.warning(
                "Messages do not show their ticket.", metadata: ["place": "\(issue.place)", "reason": "\(error)"])
        }
    }

    /// One message that is gone must not keep the others from showing the ticket.
    private func refresh(_ reference: MessageReference, _ message: Message) async {
        do throws(MessengerError) { try await messenger.update(reference, with: message) } catch {
            log.warning(
                "A message does not show its ticket.", metadata: ["message": "\(reference.id)", "reason": "\(error)"])
        }
    }
}

extension Issue {
    /// The same for all attempts at one episode, and fit to be a label in JIRA.
    fileprivate var ticketIdentity: String {
        "trailwatch-\(place.account)-\(place.region)-\(Int(timestamps.identified.timeIntervalSince1970))"
    }
}
