import CloudTrailCore
import FoundationEssentials
import Logging

/// Looks how the tickets of open issues stand: where people closed one, the risk is accepted until its date, or the owners are
/// asked what is right.
public struct TicketWatch: Sendable {
    private let ticketing: any Ticketing
    private let store: any IssueStore
    private let whitelist: WhitelistBook
    private let messenger: any Messenger
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        ticketing: any Ticketing, store: any IssueStore, whitelist: WhitelistBook, messenger: any Messenger,
        playbook: Playbook, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.ticketing = ticketing
        self.store = store
        self.whitelist = whitelist
        self.messenger = messenger
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// Works until the task is cancelled.
    public func run(every interval: Duration = .seconds(900), clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await look()
            try? await clock.sleep(for: interval)
        }
    }

    /// Looks once at each ticket of open issues.
    func look() async {
        do throws(StoreError) {
            let asked = IssueFilter(statuses: Issue.Status.unsettled, tickets: .asked)
            let issues = try await store.issues(matching: asked)
            for (key, issues) in Dictionary(grouping: issues, by: { $0.ticket.ticket?.key ?? "" })
                .sorted(by: { $0.key < $1.key })
            where key != "" && !Task.isCancelled { try await look(at: key, of: issues) }
        } catch {
            log.error("The tickets could not be looked through.", metadata: ["reason": "\(error)"])
        }
    }

    private func look(at key: String, of issues: [Issue]) async throws(StoreError) {
        do {
            guard let status = try await ticketing.status(of: key) else {
                log.warning("A ticket is gone.", metadata: ["ticket": "\(key)", "place": "\(issues[0].place)"])
                return
            }
            let closed = TicketClosing(key: key, status: status, issues: issues)
            if let acceptance = closed.acceptance(at: now()) {
                try await accept(closed, until: acceptance.until)
                _ = try await ticketing.make(acceptance.update, on: key)
                return
            }
            guard let question = TicketQuestion(closed, playbook: playbook), await ask(question) else { return }
            // After the question: a crash in between asks twice, which is better than never.
            _ = try await ticketing.make(question.update, on: key)
        } catch let error as StoreError {
            throw error
        } catch {
            log.error("It is not known how a ticket stands.", metadata: ["ticket": "\(key)", "reason": "\(error)"])
        }
    }

    /// Through the whitelist, as if somebody had said so in chat: its end, what gets worse, and the word in the thread are the same.
    private func accept(_ closing: TicketClosing, until: Date) async throws(StoreError) {
        let accounts = Dictionary(grouping: closing.told.map(\.place), by: \.account)
        for (account, places) in accounts.sorted(by: { $0.key < $1.key }) {
            _ = try await whitelist.add(
                account, scopes: places.map { .region($0.region) }, by: "JIRA",
                reason: "\(closing.key) was closed as \(closing.status.words)", until: until)
            log.notice(
                "A risk is accepted, since its ticket was closed so.",
                metadata: [
                    "ticket": "\(closing.key)", "places": "\(listed(places.map(\.description)))",
                    "until": "\(Moment.text(until))",
                ])
        }
    }

    /// Whether anybody was reached.
    private func ask(_ question: TicketQuestion) async -> Bool {
        var recipients: [String] = []
        for account in question.issues.map(\.place.account).once {
            recipients += playbook.ownership(of: account).slackOwners
        }
        var isAsked = false
        for recipient in recipients.isEmpty ? [playbook.operatorsChannel].compactMap({ $0 }) : recipients.once {
            do throws(MessengerError) {
                _ = try await messenger.post(question.message, to: recipient)
                isAsked = true
            } catch {
                log.error(
                    "An owner was not asked about a closed ticket.",
                    metadata: ["ticket": "\(question.key)", "recipient": "\(recipient)", "reason": "\(error)"])
            }
        }
        return isAsked
    }
}

/// How a ticket stands, and the issues in trouble that it is about.
struct TicketClosing {
    let key: String
    let status: TicketStatus
    let issues: [Issue]

    /// Those that are open, and of which the ticket was told the latest: only of these is its closing people's answer.
    var told: [Issue] {
        issues.filter { $0.status == .open && $0.ticket.ticket?.told == TicketNews.id(of: $0) }
            .sorted { $0.place < $1.place }
    }

    /// What the closing accepts, and the note under the ticket by which that is known to be done: nobody's taking it back later is
    /// overruled. nil where it accepts nothing, or not until when.
    func acceptance(at now: Date) -> (until: Date, update: TicketUpdate)? {
        guard case .declined(let until?) = status.standing, until > now, let first = told.first else { return nil }
        let closing = status.closedAt ?? first.timestamps.updated
        let id = "\(first.place)@\(Int(closing.timeIntervalSince1970))-accepted"
        guard !status.updates.contains(id) else { return nil }
        let note: RichText =
            "Closed as \(bold: status.words), so the risk is accepted until \(bold: Moment.text(until)), the ticket's due date. Then it is told again."
        return (until, TicketUpdate(ids: [id], comment: [.paragraph(note)]))
    }
}
