import Logging
import Synchronization

/// The order of work.
extension FrontDesk {
    /// Works off requests in their order within a conversation, and conversations side by side, at most `width` requests at
    /// a time. One that takes longer than `patience` (a scan) does not hold up its conversation any further. Where more than
    /// `room` wait, newer ones are refused, as those of `surplus` are: counted, logged, and said to the person. When
    /// the requests end, what was taken is finished first.
    public func run(
        _ requests: some AsyncSequence<ChatRequest, Never> & Sendable,
        surplus: some AsyncSequence<ChatRequest, Never> & Sendable, width: Int = 64, room: Int = 4096,
        patience: Duration = .seconds(3), clock: any Clock<Duration> = ContinuousClock()
    ) async {
        let line = LockedLine(RequestLine(width: width, room: room))
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let refusals = Refusals(log: log)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tell(refusals.kept) }
            group.addTask {
                await withDiscardingTaskGroup { readers in
                    readers.addTask { for await request in surplus { refusals.add(request) } }
                    for await request in requests {
                        if !line.add(request) { refusals.add(request) }
                        wake.yield()
                    }
                }
                line.end()
                refusals.finish()
                wake.yield()
            }
            for await _ in wakes {
                while let turn = line.next() {
                    group.addTask {
                        await self.work(on: turn, line, patience, clock) { wake.yield() }
                    }
                }
                if line.isDone { wake.finish() }
            }
        }
    }

    private func work(
        on turn: RequestLine.Turn, _ line: LockedLine, _ patience: Duration, _ clock: any Clock<Duration>,
        _ wake: @escaping @Sendable () -> Void
    ) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                do { try await clock.sleep(for: patience) } catch { return }
                line.release(turn)
                wake()
            }
            await handle(turn.request)
            group.cancelAll()
        }
        line.finish(turn)
        wake()
    }

    private func tell(_ refused: AsyncStream<ChatRequest>) async {
        var manners = RefusalManners()
        for await request in refused where manners.mayTell(request.person, now: .now) {
            await whisper(
                .text("I have more to do than I can keep up with, and left this undone. Please ask again in a minute."),
                request, log)
        }
    }
}

/// A line that several tasks share.
private final class LockedLine: Sendable {
    private let state: Mutex<(line: RequestLine, hasEnded: Bool)>

    init(_ line: RequestLine) {
        state = Mutex((line, false))
    }

    /// Whether no more requests come and none is left.
    var isDone: Bool { state.withLock { $0.hasEnded && $0.line.isIdle } }

    func add(_ request: ChatRequest) -> Bool { state.withLock { $0.line.add(request) } }
    func next() -> RequestLine.Turn? { state.withLock { $0.line.next() } }
    func release(_ turn: RequestLine.Turn) { state.withLock { $0.line.release(turn) } }
    func finish(_ turn: RequestLine.Turn) { state.withLock { $0.line.finish(turn) } }
    func end() { state.withLock { $0.hasEnded = true } }
}
