import Logging
import Synchronization

/// The order of work.
extension FrontDesk {
    /// Works off requests in their order within a conversation, and conversations side by side, at most `width` requests at
    /// a time. One that takes longer than `patience` (a scan), or at most twice that, does not hold up its conversation any
    /// further. Where more than `room` wait, newer ones are refused, as those of `surplus` are: counted, logged, and said to the person. When
    /// the requests end, what was taken is finished first.
    public func run(
        _ requests: some AsyncSequence<ChatRequest, Never> & Sendable,
        surplus: some AsyncSequence<ChatRequest, Never> & Sendable, width: Int = 64, room: Int = 4096,
        patience: Duration = .seconds(3), clock: any Clock<Duration> = ContinuousClock()
    ) async {
        let line = LockedLine(RequestLine(width: width, room: room))
        let refusals = Refusals(log: log)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tell(refusals.kept) }
            await withDiscardingTaskGroup { sources in
                sources.addTask { for await request in surplus { refusals.add(request) } }
                await self.workOff(requests, line, refusals, patience, clock)
            }
            refusals.finish()
        }
    }

    /// A request begins where it was read, without another thread having to wake up for it first.
    private func workOff(
        _ requests: some AsyncSequence<ChatRequest, Never> & Sendable, _ line: LockedLine, _ refusals: Refusals,
        _ patience: Duration, _ clock: any Clock<Duration>
    ) async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch(line, wakes, wake, patience, clock) }
            for await request in requests {
                if !line.add(request) { refusals.add(request) }
                while let turn = line.next() {
                    group.addImmediateTask { await self.work(turn, line, wake) }
                }
                if line.needsWatching { wake.yield() }
            }
            line.end()
            wake.yield()
        }
    }

    /// Works a request off, and then what waited for there being room.
    private func work(_ turn: RequestLine.Turn, _ line: LockedLine, _ wake: AsyncStream<Void>.Continuation) async {
        var next: RequestLine.Turn? = turn
        while let turn = next {
            await handle(turn.request)
            line.finish(turn)
            next = line.next()
            if line.needsWatching { wake.yield() }
        }
    }

    /// Lets what is held up go on when patience is over; returns when the line has ended and is empty.
    private func watch(
        _ line: LockedLine, _ wakes: AsyncStream<Void>, _ wake: AsyncStream<Void>.Continuation, _ patience: Duration,
        _ clock: any Clock<Duration>
    ) async {
        await withDiscardingTaskGroup { group in
            for await _ in wakes {
                while let turn = line.next() {
                    group.addTask { await self.work(turn, line, wake) }
                }
                if let last = line.beginPatience() {
                    group.addTask {
                        try? await clock.sleep(for: patience)
                        line.endPatience(upTo: last)
                        wake.yield()
                    }
                }
                if line.isDone { wake.finish() }
            }
            // Patience that nobody needs any more.
            group.cancelAll()
        }
    }

    private func tell(_ refused: AsyncStream<ChatRequest>) async {
        let sentence = "I have more to do than I can keep up with, and left this undone. Please ask again in a minute."
        var manners = RefusalManners()
        for await request in refused where request.input != .homeOpened {
            await writeOverload(request, sentence)
            if manners.mayTell(request.person, now: .now) { await whisper(.text("\(sentence)"), request) }
        }
    }
}

/// A line that several tasks share.
private final class LockedLine: Sendable {
    private struct State {
        var line: RequestLine
        var hasEnded = false
        var isPatient = false
    }

    private let state: Mutex<State>

    init(_ line: RequestLine) {
        state = Mutex(State(line: line))
    }

    /// Whether no more requests come and none is left.
    var isDone: Bool { state.withLock { $0.hasEnded && $0.line.isIdle } }

    /// Whether there is something for the watch to do.
    var needsWatching: Bool {
        state.withLock { $0.hasEnded && $0.line.isIdle || !$0.isPatient && $0.line.isHeldUp }
    }

    func add(_ request: ChatRequest) -> Bool { state.withLock { $0.line.add(request) } }
    func next() -> RequestLine.Turn? { state.withLock { $0.line.next() } }
    func finish(_ turn: RequestLine.Turn) { state.withLock { $0.line.finish(turn) } }
    func end() { state.withLock { $0.hasEnded = true } }

    /// Where requests are held up and nobody watches over that yet: the last one begun, until which `endPatience`
    /// releases.
    func beginPatience() -> Int? {
        state.withLock { state in
            guard !state.isPatient, state.line.isHeldUp else { return nil }
            state.isPatient = true
            return state.line.lastNumber
        }
    }

    func endPatience(upTo number: Int) {
        state.withLock { state in
            state.isPatient = false
            state.line.release(upTo: number)
        }
    }
}
