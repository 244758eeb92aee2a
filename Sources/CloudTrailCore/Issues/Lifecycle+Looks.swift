import struct FoundationEssentials.Date

// What a look at the region does to its issue.

extension Lifecycle {
    func looked(_ stored: Issue?, _ verdict: Verdict, accepted: Whitelist.Entry?, now: Date) -> Step? {
        switch verdict.condition {
        case .unknown: nil
        case .healthy: stored.flatMap { cleanLook(at: $0, verdict, now: now) }
        case .broken:
            if let stored {
                trouble(at: stored, verdict, accepted: accepted, now: now)
            } else {
                firstSighting(of: verdict, accepted: accepted, now: now)
            }
        }
    }

    private func firstSighting(of verdict: Verdict, accepted: Whitelist.Entry?, now: Date) -> Step {
        var issue = Issue(
            place: verdict.place, state: .open, findings: verdict.findings, causes: verdict.causes,
            trails: verdict.trails, history: IssueHistory())
        issue.history.add(.opened, at: now)
        return issue.accept(accepted, now: now)
            // Accepted before it was ever told: it stays quiet.
            ? Step(issue: issue, event: nil) : Step(issue: issue, event: .opened)
    }

    private func trouble(at stored: Issue, _ verdict: Verdict, accepted: Whitelist.Entry?, now: Date) -> Step? {
        var issue = stored
        issue.trails = verdict.trails
        issue.cleanLooks = 0
        guard Issue.Status.standing.contains(stored.status) else {
            issue.findings = verdict.findings
            issue.causes = verdict.causes
            return comeback(of: issue, accepted: accepted, now: now)
        }
        issue.update(by: verdict)
        let isNew = issue.findings.signature != stored.findings.signature
        if isNew { issue.history.add(.changed, at: now) }
        // The clock and the whitelist may have moved as well, and say more than a change of the findings.
        if let review = reviewed(issue, accepted: accepted, now: now) {
            if review.issue.state != stored.state { return review }
            issue.acceptance = review.issue.acceptance
        }
        if isNew { return Step(issue: issue, event: issue.state.isQuiet ? nil : .changed) }
        return stored.cleanLooks == 0 && issue.acceptance == stored.acceptance ? nil : Step(issue: issue, event: nil)
    }

    /// Within the window the same issue goes on; later a new episode begins, which keeps neither times nor ticket.
    private func comeback(of ended: Issue, accepted: Whitelist.Entry?, now: Date) -> Step {
        var issue = ended
        let end = ended.timestamps.resolved ?? ended.timestamps.updated
        let isSame = now.timeIntervalSince(end) <= reopenWindow
        issue.state = .open
        issue.history.add(isSame ? .reopened : .opened, at: now)
        if !isSame { issue.ticket = .none }
        if issue.accept(accepted, now: now) { return Step(issue: issue, event: nil) }
        return Step(issue: issue, event: isSame ? .reopened : .opened)
    }

    private func cleanLook(at stored: Issue, _ verdict: Verdict, now: Date) -> Step? {
        guard Issue.Status.standing.contains(stored.status) else { return nil }
        // A look that missed a trail which failed before is no clean look, even where others cover for it.
        guard verdict.trails.unread.isDisjoint(with: stored.failing.map(\.trail.arn)) else { return nil }
        var issue = stored
        issue.cleanLooks += 1
        issue.trails = verdict.trails
        guard isMended(issue, at: now) else { return Step(issue: issue, event: nil) }
        issue.state = .resolved
        issue.history.add(.resolved, at: now)
        // Nobody ever heard of it, so nobody needs to hear of its end; and the news of a change has none.
        let isUnheard = stored.state == .whitelisted && stored.timestamps.reported == nil
        guard isUnheard || stored.findings.standing.isEmpty else { return Step(issue: issue, event: .resolved) }
        issue.state = .closed
        issue.history.add(.closed, at: now)
        return Step(issue: issue, event: isUnheard ? nil : .settled)
    }

    /// AWS does not say when it clears a delivery error, so one clean look is not enough: two are, or a delivery to the same
    /// target later than the findings last changed.
    private func isMended(_ issue: Issue, at now: Date) -> Bool {
        if isFlapping(issue, at: now) { return issue.cleanLooks >= calmLooks }
        return issue.cleanLooks >= 2
            || issue.failing.allSatisfy { failing in
                let status = issue.trails.first { $0.trail.arn == failing.trail.arn }?.status.value
                return failing.errors.allSatisfy { error in
                    status?.latestDelivery(to: error.target).map { $0 > issue.history.findingsSince } ?? false
                }
            }
    }
}

extension Issue.State {
    /// What changes is not told.
    fileprivate var isQuiet: Bool {
        switch self {
        case .snoozed, .whitelisted: true
        case .open, .acknowledged, .resolved, .closed: false
        }
    }
}

extension TrailStatus {
    /// nil where AWS does not say.
    fileprivate func latestDelivery(to target: DeliveryTarget) -> Date? {
        switch target {
        case .s3: latestDelivery
        case .digest: latestDigestDelivery
        case .cloudWatchLogs, .sns: nil
        }
    }
}
