import FoundationEssentials
import Synchronization

/// Everything that happened, in order, and a way to wait for what has not happened yet.
public final class Journal<Entry: Sendable>: Sendable {
    private struct Waiter {
        /// Takes an entry; true when it was the awaited one and the waiting task has been resumed.
        var take: (Entry) -> Bool
        var cancel: () -> Void
    }

    private struct State {
        var entries: [Entry] = []
        /// When each came.
        var times: [Double] = []
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Double

    /// `now` is wall-clock seconds, by which entries are dated.
    public init(now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }) {
        self.now = now
    }

    /// How many entries there are: a place to wait from.
    public var mark: Int { state.withLock { $0.entries.count } }

    public var entries: [Entry] { state.withLock { $0.entries } }

    /// The entries from a place on, each with its time.
    func dated(since mark: Int) -> [(time: Double, entry: Entry)] {
        state.withLock { state in
            zip(state.times.dropFirst(mark), state.entries.dropFirst(mark)).map { (time: $0, entry: $1) }
        }
    }

    func append(_ entry: Entry) {
        let time = now()
        state.withLock { state in
            state.entries.append(entry)
            state.times.append(time)
            for (id, waiter) in state.waiters where waiter.take(entry) {
                state.waiters[id] = nil
            }
        }
    }

    /// The first match at or after `mark`, awaited if need be; nil when none came within `limit`.
    public func first<Match: Sendable>(
        since mark: Int = 0, within limit: Duration, _ match: @escaping @Sendable (Entry) -> Match?
    ) async throws -> Match? {
        try await withThrowingTaskGroup(of: Match?.self) { group in
            group.addTask { try await self.wait(since: mark, match) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// The entry at a place, awaited if need be; nil when it did not come within `limit`.
    public func entry(at index: Int, within limit: Duration) async throws -> Entry? {
        try await first(since: index, within: limit) { $0 }
    }

    private func wait<Match: Sendable>(
        since mark: Int, _ match: @escaping @Sendable (Entry) -> Match?
    ) async throws -> Match {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Match, any Error>) in
                state.withLock { state in
                    if state.cancelled.remove(id) != nil {
                        return continuation.resume(throwing: CancellationError())
                    }
                    for entry in state.entries.dropFirst(mark) {
                        if let found = match(entry) { return continuation.resume(returning: found) }
                    }
                    state.waiters[id] = Waiter(
                        take: { entry in
                            guard let found = match(entry) else { return false }
                            continuation.resume(returning: found)
                            return true
                        },
                        cancel: { continuation.resume(throwing: CancellationError()) })
                }
            }
        } onCancel: {
            state.withLock { state in
                if let waiter = state.waiters.removeValue(forKey: id) {
                    waiter.cancel()
                } else {
                    state.cancelled.insert(id)
                }
            }
        }
    }
}
