/// What is known of creations while JIRA's search does not show them yet.
struct CreationMemory: Sendable {
    private enum Outcome: Sendable, Equatable {
        case created(key: String)
        /// JIRA's answer was lost, or the process that waited for it was killed.
        case uncertain
        /// An attempt of this process that did not come to a creation.
        case nothing
    }

    /// How long a new ticket may be missing from the search.
    var searchLag: Duration = .seconds(180)
    /// How long after its begin an attempt may have created something: its requests are repeated, and JIRA lets them wait.
    var longestAttempt: Duration = .seconds(420)
    private var outcomes: [String: (outcome: Outcome, until: ContinuousClock.Instant)] = [:]

    init(searchLag: Duration = .seconds(180)) {
        self.searchLag = searchLag
    }

    /// `age` is how long ago the last attempt began; where another process made it, that one was killed before now.
    mutating func begin(_ identity: String, lastAttempt age: Duration?, at now: ContinuousClock.Instant) {
        let grace = longestAttempt + searchLag
        outcomes = outcomes.filter { $0.value.until + grace > now }
        if let known = outcomes[identity] {
            // What was uncertain, or not yet to be found, would have been found by now.
            if known.until <= now || known.outcome == .nothing { outcomes[identity] = (.nothing, now + grace) }
        } else if let age, age < grace {
            outcomes[identity] = (.uncertain, now + min(searchLag, grace - age))
        } else {
            outcomes[identity] = (.nothing, now + grace)
        }
    }

    mutating func created(_ key: String, for identity: String, at now: ContinuousClock.Instant) {
        outcomes[identity] = (.created(key: key), now + searchLag)
    }

    mutating func lostAnswer(for identity: String, at now: ContinuousClock.Instant) {
        outcomes[identity] = (.uncertain, now + searchLag)
    }

    mutating func forget(_ identity: String, at now: ContinuousClock.Instant) {
        outcomes[identity] = (.nothing, now + longestAttempt + searchLag)
    }

    /// The key of the ticket created lately.
    func key(for identity: String) -> String? {
        if case .created(let key)? = outcomes[identity]?.outcome { key } else { nil }
    }

    /// Whether there may be a ticket that the search does not show yet.
    func isUncertain(_ identity: String, at now: ContinuousClock.Instant) -> Bool {
        guard let (outcome, until) = outcomes[identity], case .uncertain = outcome else { return false }
        return now < until
    }
}
