import Synchronization

@testable import Slack

/// A clock on which every sleep is over at once, and moves the time on. Randomness is 0.
final class ManualTime: Sendable {
    private let state = Mutex((now: ContinuousClock.now, sleeps: [Duration]()))

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(by duration: Duration) {
        state.withLock { $0.now += duration }
    }

    var timing: Timing {
        Timing(
            now: { self.now },
            sleep: { duration in
                self.state.withLock { state in
                    state.now += duration
                    state.sleeps.append(duration)
                }
            }, random: { 0 })
    }
}
