import CloudTrailCore
import FoundationEssentials
import Logging

/// Looks how the tickets of open issues stand, and asks the owners about those that people closed.
public struct TicketWatch: Sendable {
    private let ticketing: any Ticketing
    private let store: any IssueStore
    private let messenger: any Messenger
    private let playbook: Playbook
    private let log: Logger

    public init(
        ticketing: any Ticketing, store: any IssueStore, messenger: any Messenger, playbook: Playbook, log: Logger
    ) {
        self.ticketing = ticketing
        self.store = store
        self.messenger = messenger
        self.playbook = playbook
        self.log = log
    }

    /// Works until the task is cancelled.
    public func run(every interval: Duration = .seconds(900), clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            await look()
            try? await clock.sleep(for: interval)
        }
    }

    /// Looks once at each ticket of an open issue.
    func look() async {
        do throws(StoreError) {
            let asked = IssueFilter(statuses: Issue.Status.unsettled, tickets: .asked)
            for issue in try await store.issues(matching: asked)
            where !Task.isCancelled {
                guard let ticket = issue.ticket.ticket else { continue }
                await look(at: ticket, of: issue)
            }
        } catch {
            log.error("The tickets could not be looked through.", metadata: ["reason": "\(error)"])
        }
    }

    private func look(at ticket: Ticket, of issue: Issue) async {
        do throws(TicketingError) {
            guard let status = try await ticketing.status(of: ticket.key) else {
                log.warning("A ticket is gone.", metadata: ["ticket": "\(ticket.key)", "place": "\(issue.place)"])
                return
            }
            guard let question = TicketQuestion(issue, status, playbook: playbook), await ask(question) else { return }
            // After the question: a crash in between asks twice, which is better than never.
            _ = try await ticketing.make(question.update, on: ticket.key)
        } catch {
            log.error(
                "It is not known how a ticket stands.", metadata: ["ticket": "\(ticket.key)", "reason": "\(error)"])
        }
    }

    /// Whether anybody was reached.
    private func ask(_ question: TicketQuestion) async -> Bool {
        let owners = playbook.ownership(of: question.issue.place.account).slackOwners
        var isAsked = false
        for recipient in owners.isEmpty ? [playbook.operatorsChannel].compactMap({ $0 }) : owners {
            do throws(MessengerError) {
                _ = try await messenger.post(question.message, in: try await messenger.conversation(with: recipient))
                isAsked = true
            } catch {
                log.error(
                    "An owner was not asked about a closed ticket.",
                    metadata: ["ticket": "\(question.ticket.key)", "recipient": "\(recipient)", "reason": "\(error)"])
            }
        }
        return isAsked
    }
}
