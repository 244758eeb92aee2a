import Networking
import Synchronization
import Testing

@Suite("Tokens that are replaced while they are in use")
struct RotatingTests {
    /// A place where a token is kept, and a time that the test moves.
    private final class Bench: Sendable {
        private let kept = Mutex("one")
        private let count = Mutex(0)
        private let time = Mutex(ContinuousClock.now)

        var reads: Int { count.withLock { $0 } }
        func keep(_ token: String) { kept.withLock { $0 = token } }
        func advance(_ duration: Duration) { time.withLock { $0 += duration } }

        func rotating() -> Rotating<String> {
            Rotating("one", now: { self.time.withLock { $0 } }) { used in
                self.count.withLock { $0 += 1 }
                let token = self.kept.withLock { $0 }
                return token == used ? nil : token
            }
        }
    }

    @Test("A refused one is read anew; a newer one than the refused is used without reading")
    func renewed() async {
        let bench = Bench()
        let token = bench.rotating()
        #expect(await token.isRenewed(since: 0) == false)
        bench.keep("two")
        bench.advance(.seconds(5))
        #expect(await token.isRenewed(since: 0))
        #expect(token.value == "two" && token.edition.number == 1)
        #expect(await token.isRenewed(since: 0))
        #expect(bench.reads == 2)
    }

    @Test("However many are refused, it is read once in five seconds")
    func once() async {
        let bench = Bench()
        let token = bench.rotating()
        bench.keep("two")
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await token.isRenewed(since: 0) } }
            return await group.reduce(into: Set<Bool>()) { $0.insert($1) }
        }
        #expect(answers == [true])
        bench.keep("three")
        bench.advance(.seconds(4))
        #expect(await token.isRenewed(since: 1) == false)
        bench.advance(.seconds(1))
        #expect(await token.isRenewed(since: 1))
        #expect(bench.reads == 2)
    }

    @Test("One that is fixed is never another")
    func fixed() async {
        let token = Rotating("one")
        await token.refresh()
        #expect(await token.isRenewed(since: 0) == false)
        #expect(!token.isRotated && token.value == "one")
    }
}
