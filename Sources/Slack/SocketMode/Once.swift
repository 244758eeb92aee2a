import Synchronization

/// Says yes to the first who asks.
final class Once: Sendable {
    private let isTaken = Atomic(false)

    func isFirst() -> Bool {
        !isTaken.exchange(true, ordering: .acquiringAndReleasing)
    }
}
