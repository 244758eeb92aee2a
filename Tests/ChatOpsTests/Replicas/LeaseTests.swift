import Testing

@testable import ChatOps

@Suite("The lease of replicas")
struct LeaseTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    /// One that wrote the first record at second 0.
    private var held: Lease {
        var lease = Lease(holder: "a")
        lease.wrote(.init(holder: "a", fence: 1), sentAt: at(0))
        return lease
    }

    @Test("The first takes what nobody has, and holds it once it is written")
    func first() {
        var lease = Lease(holder: "a")
        #expect(lease.decide(seeing: nil, at: at(0)) == .write(.init(holder: "a", fence: 1), over: nil))
        #expect(lease.fence(at: at(0)) == nil)
        lease.wrote(.init(holder: "a", fence: 1), sentAt: at(0))
        #expect(lease.fence(at: at(1)) == 1)
    }

    @Test("The holder renews with the same number")
    func renewal() {
        var lease = held
        let record = Lease.Record(holder: "a", fence: 1, beat: 4)
        #expect(lease.decide(seeing: record, at: at(10)) == .write(.init(holder: "a", fence: 1, beat: 5), over: record))
        lease.wrote(.init(holder: "a", fence: 1, beat: 5), sentAt: at(10))
        #expect(lease.fence(at: at(34)) == 1)
    }

    @Test("Without a renewal the holder stops five seconds before another may begin")
    func expiry() {
        #expect(held.fence(at: at(24)) == 1)
        #expect(held.fence(at: at(25)) == nil)
        #expect(held.remaining(at: at(10)) == .seconds(15))
        #expect(held.remaining(at: at(40)) == .zero)
    }

    @Test("Another's is left alone while it shows a sign of life, and taken when it showed none for 30 seconds")
    func takeover() {
        var lease = Lease(holder: "b")
        let (first, second) = (Lease.Record(holder: "a", fence: 7), Lease.Record(holder: "a", fence: 7, beat: 1))
        #expect(lease.decide(seeing: first, at: at(0)) == .wait)
        #expect(lease.decide(seeing: first, at: at(20)) == .wait)
        #expect(lease.decide(seeing: second, at: at(29)) == .wait)
        #expect(lease.decide(seeing: second, at: at(58)) == .wait)
        #expect(lease.decide(seeing: second, at: at(59)) == .write(.init(holder: "b", fence: 8), over: second))
    }

    @Test("Who finds another's in place of its own holds nothing any more")
    func lost() {
        var lease = held
        #expect(lease.decide(seeing: .init(holder: "b", fence: 2), at: at(5)) == .wait)
        #expect(lease.fence(at: at(5)) == nil)
    }

    @Test("Whose writing was not answered finds itself the holder at the next look")
    func lostAnswer() {
        var lease = Lease(holder: "a")
        let record = Lease.Record(holder: "a", fence: 3)
        #expect(lease.decide(seeing: record, at: at(0)) == .write(.init(holder: "a", fence: 3, beat: 1), over: record))
    }

    @Test("What was given back is taken at once, under the next number")
    func release() {
        let given = Lease.Record(holder: nil, fence: 1, beat: 1)
        #expect(held.release(at: at(3)) == .write(given, over: .init(holder: "a", fence: 1)))
        #expect(held.release(at: at(26)) == nil)
        var other = Lease(holder: "b")
        #expect(other.decide(seeing: given, at: at(4)) == .write(.init(holder: "b", fence: 2), over: given))
    }
}
