import CloudTrailCore
import FoundationEssentials

/// What is still to be done about tickets, and when what failed is tried again.
struct TicketBacklog {
    /// One thing to do.
    enum Step: Hashable {
        /// The ticket was asked for, and whoever was to open it failed or was killed.
        case open([AccountRegion], askedBy: String)
        case make(TicketUpdate, on: String, about: AccountRegion)
    }

    /// Of an issue that is over for longer, the ticket is left alone when the process begins.
    private static let memory: TimeInterval = 30 * 86_400

    private let playbook: Playbook
    /// The update last made, or given up, of each issue.
    private var settled: [AccountRegion: String] = [:]
    private var failures: [AccountRegion: (attempts: Int, notBefore: Date)] = [:]

    init(playbook: Playbook) {
        self.playbook = playbook
    }

    /// What to do now about the issues that are stored.
    func due(_ issues: [Issue], at now: Date) -> [Step] {
        let begun = Dictionary(grouping: issues.filter { !$0.isOver }) { $0.ticket.intendedIdentity ?? "" }
        let opened = begun.sorted { $0.key < $1.key }.compactMap { identity, issues -> Step? in
            guard !identity.isEmpty, case .intended(_, let person, _, _) = issues[0].ticket else { return nil }
            return .open(issues.map(\.place), askedBy: person)
        }
        let waiting = AutomaticTickets(playbook: playbook).due(issues, at: now)
            .map { Step.open($0, askedBy: AutomaticTickets.asker) }
        let kept = issues.filter { now.timeIntervalSince($0.timestamps.updated) < Self.memory || !$0.isOver }
        let tickets = Dictionary(grouping: kept) { $0.ticket.ticket?.key ?? "" }
        let told = tickets.sorted { $0.key < $1.key }.filter { $0.key != "" }.flatMap { key, issues in
            TicketNews(issues: issues, playbook: playbook).updates.filter { settled[$0.place] != $0.update.id }
                .map { Step.make($0.update, on: key, about: $0.place) }
        }
        return (opened + waiting + told).filter { failures[$0.place].map { $0.notBefore <= now } ?? true }
    }

    mutating func succeeded(_ step: Step) {
        failures[step.place] = nil
        if case .make(let update, _, let place) = step { settled[place] = update.id }
    }

    /// Tried again after 30 s, 1 min, 2 min … at most an hour. Answers false when it is given up: the ticket is gone, or the
    /// tracker refused the update for a day.
    mutating func failed(_ step: Step, _ code: TicketingError.Code, at now: Date) -> Bool {
        let attempts = (failures[step.place]?.attempts ?? 0) + 1
        if case .make = step, code == .notFound || (code == .refused && attempts > 30) {
            succeeded(step)
            return false
        }
        let pause = min(30 * Double(1 << min(attempts - 1, 10)), 3600)
        failures[step.place] = (attempts, now.addingTimeInterval(pause))
        return true
    }
}

extension TicketBacklog.Step {
    var place: AccountRegion {
        switch self {
        case .open(let places, _): places[0]
        case .make(_, _, let place): place
        }
    }
}
