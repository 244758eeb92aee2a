/// What this process knows of its own creations while JIRA's search does not show them yet.
struct CreationMemory: Sendable {
    private enum Outcome: Sendable {
        case created(key: String)
        /// JIRA's answer was lost.
        case uncertain
    }

    /// How long a new ticket may be missing from Cloud's search.
    var searchLag: Duration = .seconds(180)
    private var outcomes: [String: (outcome: Outcome, at: ContinuousClock.Instant)] = [:]

    init(searchLag: Duration = .seconds(180)) {
        self.searchLag = searchLag
    }

    mutating func created(_ key: String, for identity: String, at now: ContinuousClock.Instant) {
        forgetOld(now)
        outcomes[identity] = (.created(key: key), now)
    }

    mutating func lostAnswer(for identity: String, at now: ContinuousClock.Instant) {
        forgetOld(now)
        outcomes[identity] = (.uncertain, now)
    }

    mutating func forget(_ identity: String) {
        outcomes[identity] = nil
    }

    /// The key of the ticket created lately.
    func key(for identity: String) -> String? {
        if case .created(let key)? = outcomes[identity]?.outcome { key } else { nil }
    }

    /// Whether there may be a ticket that the search does not show yet.
    func isUncertain(_ identity: String, at now: ContinuousClock.Instant) -> Bool {
        guard let (outcome, at) = outcomes[identity], case .uncertain = outcome else { return false }
        return now - at < searchLag
    }

    private mutating func forgetOld(_ now: ContinuousClock.Instant) {
        outcomes = outcomes.filter { now - $0.value.at < searchLag }
    }
}
