import Networking
import Testing

@testable import LWSTransport

@Suite("Liveness")
struct LivenessTests {
    private let start = ContinuousClock.now
    private let request = WebSocketRequest(
        url: "ws://host", pingInterval: .seconds(2), silenceLimit: .seconds(5))

    private func received(_ bytes: UInt64, ago: Duration = .zero) -> Liveness.Received {
        Liveness.Received(bytes: bytes, ago: ago)
    }

    @Test("A ping is due every interval, whatever comes in")
    func pings() {
        var liveness = Liveness(request, now: start)
        #expect(liveness.deadline == start + .seconds(2))
        #expect(liveness.check(received(1), now: start + .seconds(1)) == .alive)
        #expect(liveness.check(received(2), now: start + .seconds(2)) == .pingDue)
        #expect(liveness.check(received(2), now: start + .seconds(3)) == .alive)
        #expect(liveness.deadline == start + .seconds(4))
    }

    @Test("Silence is counted from when the last byte came, not from when it was noticed")
    func countsFromTheLastByte() {
        var liveness = Liveness(request, now: start)
        #expect(liveness.check(received(10, ago: .seconds(1)), now: start + .seconds(2)) == .pingDue)
        #expect(liveness.check(received(10), now: start + .seconds(5)) == .pingDue)
        #expect(liveness.deadline == start + .seconds(6))
        #expect(liveness.check(received(10), now: start + .seconds(6)) == .silent)
    }

    @Test("One byte is a sign of life, though no frame is complete")
    func countsBytes() {
        var liveness = Liveness(request, now: start)
        for second in 1...20 {
            let verdict = liveness.check(received(UInt64(second)), now: start + .seconds(second))
            #expect(verdict != .silent)
        }
    }

    @Test("Where the kernel does not count, frames do")
    func fallsBackToFrames() {
        var liveness = Liveness(request, now: start)
        liveness.frameReceived()
        #expect(liveness.check(nil, now: start + .seconds(4)) == .pingDue)
        #expect(liveness.check(nil, now: start + .seconds(8)) == .pingDue)
        #expect(liveness.check(nil, now: start + .seconds(9)) == .silent)
    }
}
