import CloudTrailCore
import FoundationEssentials

extension ScanSummary {
    /// Whether "no open issues" may be taken for "nothing is wrong" at `now`: everything that is watched was looked at and
    /// answered, and not too long ago. That is three intervals, for one scan may fail, or a day where none are scheduled.
    public func vouches(for playbook: Playbook, at now: Date) -> Bool {
        let limit = playbook.scanInterval.map { $0 * 3 } ?? .seconds(86_400)
        let scanned = Set(scannedAccounts)
        return isComplete && playbook.accounts.allSatisfy { scanned.contains($0.id) }
            && Duration.seconds(now.timeIntervalSince(finishedAt)) <= limit
    }
}
