import CloudTrailCore
import FoundationEssentials
import Scheduling

extension ScanSummary {
    /// Whether "no open issues" may be taken for "nothing is wrong" at `now`: everything that is watched was looked at and
    /// answered, and not too long ago.
    public func vouches(for playbook: Playbook, at now: Date) -> Bool {
        let scanned = Set(scannedAccounts)
        return isComplete && playbook.accounts.allSatisfy { scanned.contains($0.id) }
            && !isStale(for: playbook, at: now)
    }

    /// Two scans may be missing, for one may fail; where none are scheduled, one counts for a day. None counts for more than three
    /// days, however seldom they are.
    func isStale(for playbook: Playbook, at now: Date) -> Bool {
        let limit =
            playbook.scanSchedule.map { $0.next(3, after: finishedAt) ?? .distantFuture }
            ?? finishedAt.addingTimeInterval(86_400)
        return now > min(limit, finishedAt.addingTimeInterval(3 * 86_400))
    }
}

extension Schedule {
    /// The run after as many runs; nil where there are not so many.
    fileprivate func next(_ count: Int, after date: Date) -> Date? {
        (0..<count).reduce(date) { last, _ in last.flatMap { next(after: $0) } }
    }
}
