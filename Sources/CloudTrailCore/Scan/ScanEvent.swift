/// What happens during a scan, in order.
public enum ScanEvent: Hashable, Sendable {
    /// The account's regions are known; they are judged next.
    case accountEntered(Account, regions: Int)
    /// Changes cannot be told in this account, since what was seen before cannot be read.
    case baselineUnavailable(Account, StoreError)
    case regionJudged(Verdict)
    /// The account could not be entered; its planned regions follow, each of them unknown.
    case accountLocked(Account, UnknownReason)
    /// Nothing can be said of any of its regions, not even which they are.
    case accountUnreachable(Account, UnknownReason)
    case accountFinished(Account)
}
