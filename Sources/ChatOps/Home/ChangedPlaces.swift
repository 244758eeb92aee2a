import CloudTrailCore
import Synchronization

/// The places whose issues changed since somebody last asked: a few by name, more than these as many.
public final class ChangedPlaces: Sendable {
    static let most = 100

    enum Batch: Equatable {
        case these(Set<AccountRegion>)
        case many
    }

    /// Rings at each change.
    let bell = Doorbell()
    private let batch = Mutex(Batch.these([]))

    public init() {}

    func add(_ place: AccountRegion) {
        batch.withLock { batch in
            guard case .these(var places) = batch else { return }
            batch = .these([])
            places.insert(place)
            batch = places.count > Self.most ? .many : .these(places)
        }
        bell.ring()
    }

    func take() -> Batch {
        batch.withLock { batch in
            defer { batch = .these([]) }
            return batch
        }
    }
}
