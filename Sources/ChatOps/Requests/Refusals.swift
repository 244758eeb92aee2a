import Logging
import Synchronization

/// Requests that there was no room for: all counted, the first of them kept to be written down and told to their senders.
final class Refusals: Sendable {
    static let most = 1024

    let kept: AsyncStream<ChatRequest>
    private let keep: AsyncStream<ChatRequest>.Continuation
    private let count = Atomic(0)
    private let log: Logger

    init(log: Logger) {
        self.log = log
        (kept, keep) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.most))
    }

    func add(_ request: ChatRequest) {
        keep.yield(request)
        let count = count.add(1, ordering: .relaxed).newValue
        // Not for each: a burst must not become a burst of log lines.
        guard count % 100 == 1 else { return }
        log.error(
            "Requests are refused, for too many wait.", metadata: ["request": "\(request.id)", "refused": "\(count)"])
    }

    func finish() {
        keep.finish()
    }
}

/// Whom to tell that there is too much to do: everybody once a minute, for more would only add to it.
struct RefusalManners {
    private var told: [PersonID: ContinuousClock.Instant] = [:]

    mutating func mayTell(_ person: PersonID, now: ContinuousClock.Instant) -> Bool {
        if let last = told[person], now - last < .seconds(60) { return false }
        if told.count >= 1000 { told = [:] }
        told[person] = now
        return true
    }
}
