import FoundationEssentials
import Synchronization

/// A token, or what is made of one, that may be replaced while the program runs: it is read anew when it was refused, and from
/// time to time. Safe to use from any task.
public final class Rotating<Value: Sendable>: Sendable {
    /// A value, and which of all that there were.
    public struct Edition: Sendable {
        public let value: Value
        public let number: Int
    }

    /// So soon after it was read it is not read again: one refusal is seldom alone.
    private static var pause: Duration { .seconds(5) }

    private struct State {
        var edition: Edition
        var readAt: ContinuousClock.Instant?
        var flight: Task<Void, Never>?
    }

    private let state: Mutex<State>
    private let read: (@Sendable (Value) async -> Value?)?
    private let now: @Sendable () -> ContinuousClock.Instant

    /// One that never changes.
    public init(_ value: Value) {
        state = Mutex(State(edition: Edition(value: value, number: 0)))
        read = nil
        now = { .now }
    }

    /// `read` is handed the value in use, and answers another one; nil where it is the same, or cannot be read.
    public init(
        _ value: Value, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        read: @escaping @Sendable (Value) async -> Value?
    ) {
        state = Mutex(State(edition: Edition(value: value, number: 0)))
        self.read = read
        self.now = now
    }

    public var edition: Edition { state.withLock { $0.edition } }
    public var value: Value { edition.value }
    /// Whether there may ever be another.
    public var isRotated: Bool { read != nil }

    /// Whether there is a newer one than an edition that was refused. However many were refused it, it is read once.
    public func isRenewed(since refused: Int) async -> Bool {
        if edition.number > refused { return true }
        await refresh()
        return edition.number > refused
    }

    /// Reads it anew, unless that was done a moment ago.
    public func refresh() async {
        guard let read else { return }
        let flight = state.withLock { state -> Task<Void, Never>? in
            if let flight = state.flight { return flight }
            let time = now()
            if let last = state.readAt, last.duration(to: time) < Self.pause { return nil }
            state.readAt = time
            let value = state.edition.value
            state.flight = Task { self.land(await read(value)) }
            return state.flight
        }
        await flight?.value
    }

    private func land(_ value: Value?) {
        state.withLock { state in
            state.flight = nil
            guard let value else { return }
            state.edition = Edition(value: value, number: state.edition.number + 1)
        }
    }
}
