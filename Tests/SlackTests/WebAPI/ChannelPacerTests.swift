import Testing

@testable import Slack

@Suite("The pace of a channel")
struct ChannelPacerTests {
    private let start = ContinuousClock.now

    @Test("A burst is free, then it is a message a second")
    func burst() {
        let pacer = ChannelPacer(burst: 2, interval: .seconds(1))
        #expect((1...4).map { _ in pacer.reserve("C1", now: start) } == [.zero, .zero, .seconds(1), .seconds(2)])
        #expect(pacer.reserve("C1", now: start + .seconds(10)) == .zero)
    }

    @Test("Retry-After holds for its channel alone")
    func block() {
        let pacer = ChannelPacer()
        _ = pacer.reserve("C1", now: start)
        _ = pacer.reserve("C2", now: start)
        pacer.block("C1", for: .seconds(30), now: start)
        #expect(pacer.reserve("C1", now: start) == .seconds(30))
        #expect(pacer.reserve("C2", now: start) == .zero)
    }

    @Test("The channels remembered are bounded, the busiest stay")
    func bounded() {
        let pacer = ChannelPacer(burst: 1, interval: .seconds(1), limit: 10)
        for _ in 1...5 { _ = pacer.reserve("busy", now: start) }
        for number in 1...100 {
            _ = pacer.reserve("C\(number)", now: start)
            #expect(pacer.count <= 10)
        }
        #expect(pacer.reserve("busy", now: start) == .seconds(5))
    }

    @Test("Channels that are quiet again are forgotten first")
    func forgotten() {
        let pacer = ChannelPacer(burst: 1, interval: .seconds(1), limit: 10)
        for number in 1...10 { _ = pacer.reserve("C\(number)", now: start) }
        _ = pacer.reserve("C11", now: start + .seconds(5))
        #expect(pacer.count == 1)
    }
}
