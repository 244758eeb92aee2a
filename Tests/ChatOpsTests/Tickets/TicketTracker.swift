import CloudTrailCore
import FoundationEssentials

@testable import ChatOps

extension CountingTicketing {
    func make(_ update: TicketUpdate, on key: String) async throws(TicketingError) -> TicketUpdateOutcome {
        .made(warnings: [])
    }
    func status(of key: String) async throws(TicketingError) -> TicketStatus? {
        TicketStatus(standing: .open, words: "Open")
    }
    func link(_ key: String, to link: TicketLink) async throws(TicketingError) {}
}

/// A tracker that remembers what it was told of each ticket.
actor TicketTracker: Ticketing {
    struct Told: Equatable {
        var key: String
        var update: TicketUpdate
    }

    private(set) var drafts: [TicketDraft] = []
    private(set) var told: [Told] = []
    private(set) var links: [TicketLink] = []
    /// Whether the ticket was made by an attempt before, which was killed.
    private var isFound = false
    private var failures: [TicketingError] = []
    private var statuses: [String: TicketStatus] = [:]

    /// The next calls fail, one each.
    func fail(_ errors: TicketingError...) { failures += errors }
    func findTicket() { isFound = true }
    func set(_ status: TicketStatus?, of key: String) { statuses[key] = status }

    private func check() throws(TicketingError) { if !failures.isEmpty { throw failures.removeFirst() } }

    func ensureTicket(_ draft: TicketDraft) throws(TicketingError) -> CreatedTicket {
        drafts.append(draft)
        try check()
        return CreatedTicket(
            ticket: Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1"), isNew: !isFound)
    }

    func make(_ update: TicketUpdate, on key: String) throws(TicketingError) -> TicketUpdateOutcome {
        try check()
        if told.contains(where: { $0.key == key && $0.update.ids == update.ids }) { return .madeBefore }
        told.append(Told(key: key, update: update))
        return .made(warnings: [])
    }

    func status(of key: String) throws(TicketingError) -> TicketStatus? {
        try check()
        guard var status = statuses[key] else { return nil }
        status.updates.formUnion(told.filter { $0.key == key }.flatMap(\.update.ids))
        return status
    }

    func link(_ key: String, to link: TicketLink) throws(TicketingError) {
        try check()
        links.append(link)
    }
}
