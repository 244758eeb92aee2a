import ChatOps
import FoundationEssentials
import Logging
import Synchronization

/// What waits between the sockets' loop and those who work it off. Bounded: the loop must never wait, nor memory grow
/// with what people do. What is here was acknowledged already, so nothing is dropped without being counted and logged.
final class Intake: Sendable {
    private let requestFrames: AsyncStream<Data>
    private let requestsIn: AsyncStream<Data>.Continuation
    private let surplusFrames: AsyncStream<Data>
    private let surplusIn: AsyncStream<Data>.Continuation
    private let changeFrames: AsyncStream<Data>
    private let changesIn: AsyncStream<Data>.Continuation
    private let surplusCount = Atomic(0)
    private let missedChange = Atomic(false)
    private let log: Logger

    /// How many of the requests over the limit are kept to tell their senders so.
    private static let surplusLimit = 64
    private static let changeLimit = 1024

    init(limit: Int, log: Logger) {
        self.log = log
        (requestFrames, requestsIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limit))
        (surplusFrames, surplusIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.surplusLimit))
        (changeFrames, changesIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.changeLimit))
    }

    /// Who asked first is served first: over the limit the newest are surplus.
    func take(request frame: Data) {
        guard case .dropped = requestsIn.yield(frame) else { return }
        surplusIn.yield(frame)
        let count = surplusCount.add(1, ordering: .relaxed).newValue
        // Not for each: a burst must not become a burst of log lines on the socket's loop.
        if count % 1000 == 1 { log.error("too many requests are waiting: \(count) refused so far") }
    }

    func take(change frame: Data) {
        if case .dropped = changesIn.yield(frame) { missedChange.store(true, ordering: .releasing) }
    }

    func finish() {
        requestsIn.finish()
        surplusIn.finish()
        changesIn.finish()
    }

    /// Decoded by the task that reads them.
    var requests: some AsyncSequence<ChatRequest, Never> & Sendable {
        requestFrames.compactMap { [self] in decode($0) }
    }

    var surplus: some AsyncSequence<ChatRequest, Never> & Sendable {
        surplusFrames.compactMap { [self] in decode($0) }
    }

    var changes: some AsyncSequence<WorkspaceChange, Never> & Sendable {
        changeFrames.compactMap { [self] frame in
            if missedChange.exchange(false, ordering: .acquiring) { return .many }
            return WorkspaceChange(frame)
        }
    }

    private func decode(_ frame: Data) -> ChatRequest? {
        switch RequestDecoder.decode(frame) {
        case .request(let request):
            return request
        case .ignored(let what):
            log.debug("ignored \(what)")
        case .unreadable(let what):
            log.warning("\(what)")
        }
        return nil
    }
}
