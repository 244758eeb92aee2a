import Synchronization
import Testing

@testable import AWS

@Suite("Answers that many wait for")
struct SharedAnswersTests {
    private let clock = HandClock()

    private func answers(limit: Int = 8) -> SharedAnswers<String, Int> {
        SharedAnswers(life: 60, limit: limit, now: { [clock] in clock.now })
    }

    @Test("An answer is used again until its life is over, and never by a clock that was set back")
    func life() async {
        let answers = answers()
        let asked = Counter()
        for (pause, answer) in [(0.0, 1), (59, 1), (1, 2), (-1, 3), (59.5, 3)] {
            clock.advance(by: pause)
            #expect(await answers.answer(to: "a") { asked.next() } == answer)
        }
    }

    @Test("Those who come while a question is on its way wait for its answer, however long that takes")
    func oneFlight() async {
        let answers = answers()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (starts, started) = AsyncStream<Void>.makeStream()
        async let first = answers.answer(to: "a") {
            started.yield()
            for await _ in gate { break }
            return 1
        }
        for await _ in starts { break }
        clock.advance(by: 600)
        async let second = answers.answer(to: "a") { 2 }
        #expect(await answers.answer(to: "b") { 3 } == 3)
        opener.yield()
        #expect(await [first, second] == [1, 1])
    }

    @Test("An asker who is cancelled leaves the answer to the others")
    func cancelled() async {
        let answers = answers()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (starts, started) = AsyncStream<Void>.makeStream()
        let first = Task {
            await answers.answer(to: "a") {
                started.yield()
                for await _ in gate { break }
                return Task.isCancelled ? 0 : 1
            }
        }
        for await _ in starts { break }
        first.cancel()
        opener.yield()
        #expect(await answers.answer(to: "a") { 2 } == 1)
    }

    @Test("Only so many answers are kept: stale ones go first, then the oldest")
    func bounded() async {
        let answers = answers(limit: 2)
        let asked = Counter()
        for question in ["a", "b", "c"] {
            _ = await answers.answer(to: question) { asked.next() }
            clock.advance(by: 1)
        }
        #expect(await answers.count == 2)
        #expect(await answers.answer(to: "b") { asked.next() } == 2)
        #expect(await answers.answer(to: "a") { asked.next() } == 4)
        clock.advance(by: 60)
        #expect(await answers.answer(to: "d") { asked.next() } == 5)
        #expect(await answers.count == 1)
    }
}

/// Says how often it was asked.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
