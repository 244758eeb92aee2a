import struct FoundationEssentials.Date

/// Hammer's lifecycle as a pure step: stored issue, new verdict, whitelist, time → what to write, and what to tell.
///
/// open ⇄ whitelisted; open, whitelisted → resolved → closed (when told); resolved, closed → open again.
/// An unknown verdict changes nothing.
public struct Lifecycle: Sendable {
    /// A write, and the news in it, if any.
    public struct Step: Hashable, Sendable {
        public var issue: Issue
        public var event: IssueEvent?

        public init(issue: Issue, event: IssueEvent?) {
            self.issue = issue
            self.event = event
        }
    }

    public init() {}

    /// nil when there is nothing to write.
    public func step(stored: Issue?, verdict: Verdict, isWhitelisted: Bool, now: Date) -> Step? {
        switch verdict.condition {
        case .unknown: nil
        case .healthy: stored.flatMap { cleanLook(at: $0, trails: verdict.trails, now: now) }
        case .broken: trouble(stored: stored, verdict: verdict, isWhitelisted: isWhitelisted, now: now)
        }
    }

    /// A whitelist entry came or went: takes effect at once, without a scan.
    public func whitelistChanged(_ issue: Issue, isWhitelisted: Bool, now: Date) -> Step? {
        switch (issue.status, isWhitelisted) {
        case (.open, true): Step(issue: issue.with(.whitelisted, now), event: .whitelisted)
        case (.whitelisted, false): Step(issue: issue.with(.open, now), event: .reopened)
        default: nil
        }
    }

    /// Someone was told: the first telling of an open issue is remembered, a resolved one is closed by it.
    public func told(_ issue: Issue, now: Date) -> Step? {
        var told = issue
        if issue.status == .resolved {
            told = issue.with(.closed, now)
            told.timestamps.closed = now
        }
        if told.timestamps.reported == nil { told.timestamps.reported = now }
        return told == issue ? nil : Step(issue: told, event: nil)
    }

    private func trouble(stored: Issue?, verdict: Verdict, isWhitelisted: Bool, now: Date) -> Step? {
        guard let stored else {
            let issue = Issue(
                place: verdict.place, status: isWhitelisted ? .whitelisted : .open, findings: verdict.findings,
                trails: verdict.trails, timestamps: .init(identified: now, updated: now))
            // Accepted before it was ever told: it stays quiet.
            return Step(issue: issue, event: isWhitelisted ? nil : .opened)
        }
        var issue = stored
        issue.findings = stored.findings(updatedBy: verdict)
        issue.trails = verdict.trails
        issue.cleanLooks = 0
        let hasChanged = issue.findings.signature != stored.findings.signature
        switch stored.status {
        case .open where isWhitelisted: return Step(issue: issue.with(.whitelisted, now), event: .whitelisted)
        case .whitelisted where !isWhitelisted: return Step(issue: issue.with(.open, now), event: .reopened)
        case .open, .whitelisted:
            if hasChanged { return Step(issue: issue.with(stored.status, now), event: isWhitelisted ? nil : .changed) }
            return stored.cleanLooks == 0 ? nil : Step(issue: issue, event: nil)
        case .resolved, .closed:
            return Step(
                issue: issue.startedAnew(isWhitelisted ? .whitelisted : .open, now),
                event: isWhitelisted ? nil : .reopened)
        }
    }

    private func cleanLook(at stored: Issue, trails: [TrailSnapshot], now: Date) -> Step? {
        guard stored.status == .open || stored.status == .whitelisted else { return nil }
        // A look that missed a trail which failed before is no clean look, even where others cover for it.
        guard stored.failingTrails.isDisjoint(with: trails.unread) else { return nil }
        var issue = stored
        issue.cleanLooks += 1
        issue.trails = trails
        guard issue.isCertainlyMended else { return Step(issue: issue, event: nil) }
        issue.timestamps.resolved = now
        if stored.status == .whitelisted, stored.timestamps.reported == nil {
            // Nobody ever heard of it, so nobody needs to hear of its end.
            issue.timestamps.closed = now
            return Step(issue: issue.with(.closed, now), event: nil)
        }
        return Step(issue: issue.with(.resolved, now), event: .resolved)
    }
}

extension Issue {
    fileprivate func with(_ status: Status, _ now: Date) -> Issue {
        var issue = self
        issue.status = status
        issue.timestamps.updated = now
        return issue
    }

    /// A new episode. What was closed keeps neither its times nor its ticket, as in Hammer.
    fileprivate func startedAnew(_ newStatus: Status, _ now: Date) -> Issue {
        var issue = with(newStatus, now)
        issue.timestamps.resolved = nil
        if status == .closed {
            issue.timestamps = Timestamps(identified: now, updated: now)
            issue.ticket = .none
        }
        return issue
    }

    /// With answers missing, a finding that was not seen this time may still be there.
    fileprivate func findings(updatedBy verdict: Verdict) -> [Finding] {
        guard status == .open || status == .whitelisted else { return verdict.findings }
        let seen = Set(verdict.findings.map(\.kind))
        let carried = findings.filter { finding in
            if seen.contains(finding.kind) { return false }
            if case .deliveryErrors(let trails) = finding {
                return !verdict.trails.unread.isDisjoint(with: trails.map(\.trail.arn)) || !verdict.unknowns.isEmpty
            }
            return !verdict.unknowns.isEmpty
        }
        return verdict.findings + carried
    }

    /// The trails with delivery errors.
    fileprivate var failingTrails: Set<String> {
        Set(
            findings.flatMap { finding -> [String] in
                if case .deliveryErrors(let trails) = finding { trails.map(\.trail.arn) } else { [] }
            })
    }

    /// AWS does not say when it clears a delivery error, so one clean look is not enough: two are, or a delivery later than
    /// the findings last changed.
    fileprivate var isCertainlyMended: Bool {
        let failing = failingTrails
        return failing.isEmpty || cleanLooks >= 2
            || failing.allSatisfy { arn in
                let status = trails.first { $0.trail.arn == arn }?.status.value
                return status?.latestDelivery.map { $0 > timestamps.updated } ?? false
            }
    }
}

extension [TrailSnapshot] {
    /// The trails whose status was not learned.
    fileprivate var unread: Set<String> { Set(filter { $0.status.unknown != nil }.map(\.trail.arn)) }
}
