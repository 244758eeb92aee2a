import struct FoundationEssentials.Date

// What people, the whitelist and the clock do to an issue.

extension Lifecycle {
    func reviewed(_ stored: Issue, accepted: Whitelist.Entry?, now: Date) -> Step? {
        var issue = stored
        switch stored.state {
        case .open, .acknowledged, .snoozed:
            if issue.accept(accepted, now: now) { return Step(issue: issue, event: .whitelisted) }
            return snoozeReviewed(stored, now: now)
        case .whitelisted:
            guard let accepted else { return acceptanceEnded(stored, now: now) }
            if issue.accept(accepted, now: now) { return issue == stored ? nil : Step(issue: issue, event: nil) }
            return opened(stored, .worsened, .worsened, now: now)
        case .resolved, .closed: return nil
        }
    }

    private func snoozeReviewed(_ stored: Issue, now: Date) -> Step? {
        guard case .snoozed(let until, _, let severity) = stored.state else { return nil }
        if now >= until { return opened(stored, .snoozeEnded, .snoozeEnded, now: now) }
        return stored.severity > severity ? opened(stored, .worsened, .worsened, now: now) : nil
    }

    private func acceptanceEnded(_ stored: Issue, now: Date) -> Step {
        let hasExpired = stored.acceptance.map { !$0.entry.isInForce(at: now) } ?? false
        return hasExpired
            ? opened(stored, .whitelistExpired, .whitelistExpired, now: now)
            : opened(stored, .whitelistRemoved, .reopened, now: now)
    }

    private func opened(
        _ stored: Issue, _ what: IssueHistory.Entry.What, _ event: IssueEvent, now: Date
    ) -> Step {
        var issue = stored
        issue.state = .open
        issue.history.add(what, at: now)
        return Step(issue: issue, event: event)
    }

    func acknowledged(_ stored: Issue, by person: String, now: Date) -> Step? {
        guard Issue.Status.unsettled.contains(stored.status), stored.state != .acknowledged(by: person) else {
            return nil
        }
        var issue = stored
        issue.state = .acknowledged(by: person)
        issue.history.add(.acknowledged, at: now, by: person)
        return Step(issue: issue, event: .acknowledged)
    }

    func snoozed(_ stored: Issue, until: Date, by person: String, now: Date) -> Step? {
        guard Issue.Status.unsettled.contains(stored.status), until > now else { return nil }
        var issue = stored
        issue.state = .snoozed(until: until, by: person, severity: stored.severity)
        guard issue.state != stored.state else { return nil }
        issue.history.add(.snoozed, at: now, by: person, note: "until \(until.ISO8601Format())")
        return Step(issue: issue, event: .snoozed)
    }

    func released(_ stored: Issue, by person: String, now: Date) -> Step? {
        guard stored.status == .acknowledged || stored.status == .snoozed else { return nil }
        var issue = stored
        issue.state = .open
        issue.history.add(.released, at: now, by: person)
        return Step(issue: issue, event: .released)
    }

    /// Whoever was on it no longer is; whom it is assigned to has yet to say so.
    func assigned(_ stored: Issue, to assignee: String, by person: String, now: Date) -> Step? {
        guard Issue.Status.unsettled.contains(stored.status), stored.assignee != assignee else { return nil }
        var issue = stored
        if stored.status == .acknowledged { issue.state = .open }
        issue.history.add(.assigned, at: now, by: person, note: assignee)
        return Step(issue: issue, event: .assigned)
    }

    /// Where everybody is told already, or nobody is named, it is a reminder.
    func escalated(_ stored: Issue, to recipients: [String], now: Date) -> Step? {
        guard stored.status == .open else { return nil }
        var issue = stored
        let added = recipients.filter { !stored.isFollowed(by: $0) }
        for recipient in added { issue.history.add(.escalated, at: now, note: recipient) }
        if added.isEmpty { issue.history.add(.reminded, at: now) }
        return Step(issue: issue, event: added.isEmpty ? .reminded : .escalated)
    }

    /// The first telling of an episode is remembered; a resolved issue is closed by it.
    func told(_ stored: Issue, now: Date) -> Step? {
        var issue = stored
        if stored.timestamps.reported == nil { issue.history.add(.told, at: now) }
        if stored.state == .resolved {
            issue.state = .closed
            issue.history.add(.closed, at: now)
        }
        return issue == stored ? nil : Step(issue: issue, event: nil)
    }
}

extension Issue {
    /// Takes the entry to accept what is wrong now, unless it was taken to accept less before; answers whether it does. What an
    /// entry accepts is settled when it first meets a trouble; news of a change settles nothing.
    mutating func accept(_ entry: Whitelist.Entry?, now: Date) -> Bool {
        guard let entry else { return false }
        let severity = findings.standing.isEmpty ? nil : findings.standing.severity
        let accepted = acceptance.flatMap { $0.entry == entry ? $0.severity : nil } ?? severity
        acceptance = Acceptance(entry: entry, severity: accepted)
        if let severity, let accepted, severity > accepted { return false }
        if state != .whitelisted {
            state = .whitelisted
            history.add(.whitelisted, at: now, by: entry.person, note: entry.reason)
        }
        return true
    }
}

extension Whitelist.Entry {
    fileprivate var person: String? { if case .chat(let person, _) = origin { person } else { nil } }
}
