import Foundation
import Slack
import Synchronization

/// A time in which nobody really sleeps: while all wait, it moves on to whoever is to wake first.
final class FastClock: Sendable {
    private struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex((passed: Duration.zero, sleepers: [Sleeper](), busy: 0, works: 0))
    private let instant = ContinuousClock.now
    private let start: Date

    init(start: Date) {
        self.start = start
    }

    var passed: Duration { state.withLock { $0.passed } }
    var now: @Sendable () -> Date { { self.start.addingTimeInterval(self.passed / .seconds(1)) } }
    var timing: Timing {
        Timing(now: { self.instant + self.passed }, sleep: { await self.sleep($0) }, random: { 0.5 })
    }

    func advance(by duration: Duration) { state.withLock { $0.passed += duration } }

    private func sleep(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.sleepers.append(Sleeper(deadline: $0.passed + duration, continuation: continuation)) }
        }
    }

    /// Work during which time stands still.
    func busy<Value, Failure: Error>(_ work: () async throws(Failure) -> Value) async throws(Failure) -> Value {
        state.withLock { $0.busy += 1 }
        defer {
            state.withLock { state in
                state.busy -= 1
                state.works += 1
            }
        }
        return try await work()
    }

    /// Lets time pass while `work` goes on. Whoever is busy is given a moment; that it may not be enough for all of it only makes
    /// them slow, as a busy machine does.
    func run<Value: Sendable>(_ work: @Sendable @escaping () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while !Task.isCancelled {
                    let works = self.state.withLock { $0.works }
                    for _ in 0..<100 { await Task.yield() }
                    if self.state.withLock({ $0.busy == 0 && $0.works == works }) { self.wakeNext() }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }

    private func wakeNext() {
        let sleeper = state.withLock { state -> Sleeper? in
            guard
                let index = state.sleepers.indices.min(by: { state.sleepers[$0].deadline < state.sleepers[$1].deadline }
                )
            else { return nil }
            let sleeper = state.sleepers.remove(at: index)
            state.passed = max(state.passed, sleeper.deadline)
            return sleeper
        }
        sleeper?.continuation.resume()
    }
}
