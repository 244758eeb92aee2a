import Networking
import Testing

@testable import Slack

@Suite("Several connections side by side")
struct SeveralConnectionsTests {
    private func connected(_ count: Int = 2, lifetime: Duration? = nil) -> Walk {
        var walk = Walk(connections: count)
        _ = walk.on(.started)
        for epoch in 1...count {
            walk.connect(epoch: epoch, lifetime: lifetime, connections: epoch)
            if epoch < count { #expect(walk.sleepUntilWake() == [.open]) }
        }
        return walk
    }

    @Test("Two connections are the default")
    func byDefault() {
        #expect(ConnectionPolicy().connections == 2)
    }

    @Test("They are made one after the other, with a jittered pause between them")
    func staggered() {
        for (random, pause) in [(0.0, 0.5), (1, 1)] {
            var walk = Walk(connections: 3)
            walk.random = random
            #expect(walk.on(.started) == [.open])
            for epoch in 1...2 {
                _ = walk.on(.opened(url: "wss://\(epoch)"))
                #expect(walk.on(.hello(epoch: epoch, ControlFrame.Hello(connections: epoch))) == [])
                #expect(walk.wake == .seconds(pause))
                #expect(walk.sleepUntilWake() == [.open])
            }
            walk.connect(epoch: 3, connections: 3)
            #expect(walk.wake == nil)
        }
    }

    @Test("One is lost: the other serves, and the lost one is dialled again at once")
    func oneLost() {
        var walk = connected()
        walk.now += .seconds(60)
        #expect(walk.on(.closed(epoch: 1, .silence)) == [.open])
        #expect(walk.on(.closed(epoch: 2, .silence)) == [], "one dialler: the second has to wait for the first")
        walk.connect(epoch: 3)
        #expect(walk.wake == .milliseconds(750))
        #expect(walk.sleepUntilWake() == [.open])
        walk.connect(epoch: 4, connections: 2)
        #expect(walk.wake == nil)
    }

    @Test("Lost before its companion was made, the first is dialled again without the pause")
    func lostEarly() {
        var walk = Walk(connections: 2)
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        #expect(walk.wake == .milliseconds(750))
        #expect(walk.on(.closed(epoch: 1, .silence)) == [.open])
    }

    @Test("Both are to end: each is replaced before it does, without a pause between")
    func bothRefreshed() {
        var walk = connected()
        #expect(walk.on(.disconnect(epoch: 1, reason: "refresh_requested")) == [.open])
        #expect(walk.on(.disconnect(epoch: 2, reason: "refresh_requested")) == [])
        _ = walk.on(.opened(url: "wss://3"))
        #expect(walk.on(.hello(epoch: 3, ControlFrame.Hello(connections: 3))) == [.open])
        _ = walk.on(.opened(url: "wss://4"))
        #expect(walk.on(.hello(epoch: 4, ControlFrame.Hello(connections: 4))) == [])
        #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.on(.closed(epoch: 2, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.wake == nil)
    }

    @Test("They are replaced at different times, though Slack announces the same end")
    func refreshTimes() {
        var walk = connected(lifetime: .seconds(18_060))
        let times = walk.machine.links.values.compactMap(\.refreshAt).map { $0 - walk.start }.sorted()
        // The first 60 s before its end, the second a quarter of a life earlier.
        #expect(times == [.seconds(18_000 - 4_515), .seconds(18_000)])
        walk = connected(10, lifetime: .seconds(18_060))
        let ten = walk.machine.links.values.compactMap(\.refreshAt).map { $0 - walk.start }.sorted()
        #expect(zip(ten, ten.dropFirst()).allSatisfy { $1 - $0 == .seconds(903) })
        #expect(ten.first ?? .zero > .seconds(9_000))
    }

    @Test("One that is replaced long before its end is not held until then")
    func replacedEarly() {
        var walk = connected(lifetime: .seconds(18_060))
        #expect(walk.sleepUntilWake() == [.open])
        walk.connect(epoch: 3, lifetime: .seconds(18_060), connections: 3)
        #expect(walk.wake == .seconds(15))
        #expect(walk.sleepUntilWake() == [.close(epoch: 2)])
    }

    @Test("Never more than ten at once: with ten of them one ends before it is replaced")
    func cap() {
        var walk = connected(10)
        walk.now += .seconds(60)
        #expect(walk.on(.disconnect(epoch: 1, reason: "warning")) == [])
        #expect(walk.wake == nil)
        #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [.open])
    }

    @Test("Mistake 6, ghosts: their number is warned of once, and they slow down the redial beside a connection")
    func ghosts() {
        var walk = Walk(connections: 2)
        walk.random = 1
        _ = walk.on(.started)
        walk.connect(epoch: 1, connections: 2)
        _ = walk.sleepUntilWake()
        _ = walk.on(.opened(url: "wss://2"))
        #expect(
            walk.all(.hello(epoch: 2, ControlFrame.Hello(connections: 3))) == [
                .note("connected to Slack, connection 2")
            ],
            "the one ghost was warned of")
        walk.now += .seconds(60)
        #expect(walk.on(.closed(epoch: 1, .silence)) == [])
        #expect(walk.wake == .seconds(5))
        #expect(walk.on(.closed(epoch: 2, .silence)) == [.open], "nothing serves any more")
    }

    @Test("Mistake 7, redialling a full app: the second one too many is not dialled again for long, the first serves")
    func crowded() {
        var walk = Walk(connections: 2)
        walk.random = 1
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        _ = walk.sleepUntilWake()
        _ = walk.on(.opened(url: "wss://2"))
        #expect(walk.on(.disconnect(epoch: 2, reason: "too_many_websockets")) == [.close(epoch: 2)])
        #expect(walk.on(.closed(epoch: 2, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.wake == .seconds(30))
        #expect(walk.on(.closed(epoch: 1, .silence)) == [], "nor when the first goes: that would keep the cap reached")
        #expect(walk.wake == .seconds(30))
    }

    @Test("Mistake 8, storms of opens: one dialler asks for one address at a time, whatever is lost")
    func oneDialler() {
        var walk = connected(5)
        walk.now += .seconds(600)
        let opens = (1...5).flatMap { walk.on(.closed(epoch: $0, .silence)) }
        #expect(opens == [.open])
        #expect(walk.on(.openFailed(.limited(.seconds(30)))) == [])
        #expect(walk.wake ?? .zero >= .seconds(30))
    }
}
