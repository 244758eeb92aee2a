import CloudTrailCore
import FoundationEssentials

/// What is still to be done about tickets, and when what failed is tried again.
struct TicketBacklog {
    /// One thing to do.
    enum Step: Hashable {
        /// The ticket was asked for, and whoever was to open it failed or was killed.
        case open([AccountRegion], askedBy: String)
        /// One id of the update for each place.
        case tell(TicketUpdate, on: String, about: [AccountRegion])
        /// The ticket does not point at the chat's message about these places.
        case point(String, about: [AccountRegion])
    }

    /// Of an issue that is over for longer, the ticket is left alone when the process begins.
    private static let memory: TimeInterval = 30 * 86_400

    private let playbook: Playbook
    /// The news that tickets refused for good.
    private var givenUp: [String: [String]] = [:]
    /// Tickets that point at their messages.
    private var pointed: Set<String> = []
    private var failures: [String: (attempts: Int, notBefore: Date)] = [:]

    init(playbook: Playbook) {
        self.playbook = playbook
    }

    /// What to do now about the issues that are stored; `unposted` are those whose messages are still on their way.
    func due(_ issues: [Issue], unposted: Set<AccountRegion> = [], at now: Date) -> [Step] {
        let begun = Dictionary(grouping: issues.filter { !$0.isOver }) { $0.ticket.intendedIdentity ?? "" }
        let opened = begun.sorted { $0.key < $1.key }.compactMap { identity, issues -> Step? in
            guard !identity.isEmpty, case .intended(_, let person, _, _) = issues[0].ticket else { return nil }
            return .open(issues.map(\.place), askedBy: person)
        }
        let waiting = AutomaticTickets(playbook: playbook).due(issues, unposted: unposted, at: now)
            .map { Step.open($0, askedBy: AutomaticTickets.asker) }
        let kept = issues.filter { now.timeIntervalSince($0.timestamps.updated) < Self.memory || !$0.isOver }
        let tickets = Dictionary(grouping: kept) { $0.ticket.ticket?.key ?? "" }
        let told = tickets.sorted { $0.key < $1.key }.filter { $0.key != "" }.flatMap(upkeep)
        return (opened + waiting + told).filter { failures[$0.name].map { $0.notBefore <= now } ?? true }
    }

    private func upkeep(of key: String, _ issues: [Issue]) -> [Step] {
        var steps: [Step] = []
        let news = TicketNews(issues: issues, playbook: playbook)
        if let update = news.update, givenUp[key] != update.ids {
            steps.append(.tell(update, on: key, about: news.untold.map(\.place)))
        }
        let standing = issues.filter { !$0.isOver }.map(\.place).sorted()
        if !standing.isEmpty, !pointed.contains(key) { steps.append(.point(key, about: standing)) }
        return steps
    }

    mutating func succeeded(_ step: Step) {
        failures[step.name] = nil
        switch step {
        case .open: break
        // What is told may be about a newer message.
        case .tell(_, let key, _): pointed.remove(key)
        case .point(let key, _): pointed.insert(key)
        }
    }

    /// Tried again after 30 s, 1 min, 2 min … at most an hour. Answers false when it is given up: the ticket is gone, or the
    /// tracker refused the update for a day.
    mutating func failed(_ step: Step, _ code: TicketingError.Code, at now: Date) -> Bool {
        let attempts = (failures[step.name]?.attempts ?? 0) + 1
        if case .tell(let update, let key, _) = step, code == .notFound || (code == .refused && attempts > 30) {
            succeeded(step)
            givenUp[key] = update.ids
            return false
        }
        let pause = min(30 * Double(1 << min(attempts - 1, 10)), 3600)
        failures[step.name] = (attempts, now.addingTimeInterval(pause))
        return true
    }
}

extension TicketBacklog.Step {
    /// The same for each attempt.
    fileprivate var name: String {
        switch self {
        case .open(let places, _): "open \(places[0])"
        case .tell(_, let key, _): "tell \(key)"
        case .point(let key, _): "point \(key)"
        }
    }
}
