import FoundationEssentials
import Synchronization

/// How far this machine's clock is from AWS's, as AWS's answers told. Copies of `Surroundings` share it: a machine has one
/// clock.
final class ServerClock: Sendable {
    /// AWS accepts signatures that are five minutes old; below this something else is wrong.
    private static let tolerance: TimeInterval = 240

    private let difference = Mutex<TimeInterval>(0)

    /// Seconds to add to this machine's time.
    var offset: TimeInterval { difference.withLock { $0 } }

    /// Remembers AWS's time when a refused signature was made at quite another one; false when the clock is not to blame.
    func correct(toward serverTime: Date, signedAt: Date, now: Date) -> Bool {
        guard abs(serverTime.timeIntervalSince(signedAt)) > Self.tolerance else { return false }
        difference.withLock { $0 = serverTime.timeIntervalSince(now) }
        return true
    }
}
