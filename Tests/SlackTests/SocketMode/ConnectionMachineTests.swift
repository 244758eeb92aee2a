import Networking
import Testing

@testable import Slack

/// With one connection; several are in SeveralConnectionsTests.
@Suite("When connections are made, replaced and given up")
struct ConnectionMachineTests {
    @Test("At the start: open, dial, hello, and nothing more to do")
    func start() {
        var walk = Walk()
        #expect(walk.on(.started) == [.open])
        #expect(walk.wake == nil)
        #expect(walk.on(.opened(url: "wss://a")) == [.dial(url: "wss://a", epoch: 1)])
        #expect(walk.wake == .seconds(20))
        #expect(walk.all(.hello(epoch: 1, ControlFrame.Hello())) == [.note("connected to Slack, connection 1")])
        #expect(walk.wake == nil)
    }

    @Test("A lost connection is dialled again at once, however it was lost")
    func lost() {
        for closure in [
            WebSocketClosure.silence, .lost(TransportError(.connectionLost, "reset")), .byPeer(code: 1000, reason: ""),
        ] {
            var walk = Walk()
            _ = walk.on(.started)
            walk.connect(epoch: 1)
            #expect(walk.on(.closed(epoch: 1, closure)) == [.open])
            #expect(walk.on(.opened(url: "wss://b")) == [.dial(url: "wss://b", epoch: 2)])
        }
    }

    @Test(
        "Mistake 10, a gap at refresh: before Slack ends a connection the next one is made; the old one drains until Slack closes it"
    )
    func makeBeforeBreak() {
        for reason in ["warning", "refresh_requested", "something_new"] {
            var walk = Walk()
            _ = walk.on(.started)
            walk.connect(epoch: 1)
            #expect(walk.on(.disconnect(epoch: 1, reason: reason)) == [.open])
            #expect(walk.on(.disconnect(epoch: 1, reason: reason)) == [], "one replacement is enough")
            #expect(walk.on(.opened(url: "wss://b")) == [.dial(url: "wss://b", epoch: 2)])
            #expect(walk.on(.hello(epoch: 2, ControlFrame.Hello())) == [])
            #expect(walk.wake == .seconds(15))
            #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [])
            #expect(walk.wake == nil)
        }
    }

    @Test("Mistake 4, old sockets never closed: a drained connection that Slack leaves open is closed")
    func drainLimit() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        _ = walk.on(.disconnect(epoch: 1, reason: "warning"))
        walk.connect(epoch: 2)
        #expect(walk.wake == .seconds(15))
        #expect(walk.sleepUntilWake() == [.close(epoch: 1)])
        #expect(walk.on(.closed(epoch: 1, .byUs)) == [])
        #expect(walk.wake == nil)
    }

    @Test(
        "Mistake 10, a gap at refresh: a connection is replaced a minute before its announced end, at which Slack closes it"
    )
    func refresh() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1, lifetime: .seconds(18_060))
        #expect(walk.wake == .seconds(18_000))
        #expect(walk.sleepUntilWake() == [.open])
        walk.connect(epoch: 2, lifetime: .seconds(18_060), connections: 2)
        #expect(walk.wake == .seconds(75))
        walk.now += .seconds(60)
        #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.wake == .seconds(17_940))
    }

    @Test("Mistake 4, old sockets never closed: what Slack leaves open after its announced end or a warning is closed")
    func overdue() {
        for isWarned in [false, true] {
            var walk = Walk()
            _ = walk.on(.started)
            walk.connect(epoch: 1, lifetime: .seconds(18_060))
            _ = walk.sleepUntilWake()
            walk.connect(epoch: 2, connections: 2)
            if isWarned { #expect(walk.on(.disconnect(epoch: 1, reason: "warning")) == []) }
            #expect(walk.wake == .seconds(isWarned ? 15 : 75))
            #expect(walk.sleepUntilWake() == [.close(epoch: 1)])
            #expect(walk.wake == nil)
        }
    }

    @Test("A warning before the replacement is there counts more than the announced end")
    func warnedDuringReplacement() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1, lifetime: .seconds(18_060))
        _ = walk.sleepUntilWake()
        #expect(walk.on(.disconnect(epoch: 1, reason: "warning")) == [])
        walk.connect(epoch: 2, connections: 2)
        #expect(walk.wake == .seconds(15))
    }

    @Test("A connection announced to be short is replaced half-way")
    func shortLife() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1, lifetime: .seconds(80))
        #expect(walk.wake == .seconds(40))
    }

    @Test("When the old connection ends before the new one has its hello, the dial goes on")
    func closedDuringReplacement() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        _ = walk.on(.disconnect(epoch: 1, reason: "refresh_requested"))
        _ = walk.on(.opened(url: "wss://b"))
        #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.on(.hello(epoch: 2, ControlFrame.Hello())) == [])
        #expect(walk.on(.closed(epoch: 2, .silence)) == [.open])
    }

    @Test("Mistake 5, a late close: that of an old connection does nothing to the new one")
    func lateClose() {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        _ = walk.on(.closed(epoch: 1, .silence))
        walk.connect(epoch: 2)
        #expect(walk.all(.closed(epoch: 1, .byUs)) == [])
        #expect(walk.all(.dialFailed(epoch: 1, TransportError(.timedOut, "late"))) == [])
        #expect(walk.on(.closed(epoch: 2, .silence)) == [.open])
    }

    @Test("Failed dials are repeated after ever longer pauses, until one succeeds")
    func backoff() {
        var walk = Walk()
        walk.random = 1
        let failure = TransportError(.upgradeRefused, "409", status: 409)
        _ = walk.on(.started)
        var pauses: [Duration] = []
        for epoch in 1...9 {
            _ = walk.on(.opened(url: "wss://a"))
            #expect(walk.on(.dialFailed(epoch: epoch, failure)) == [])
            pauses.append(walk.wake ?? .zero)
            #expect(walk.sleepUntilWake() == [.open])
        }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { Duration.seconds($0) })
        walk.connect(epoch: 10)
        _ = walk.on(.closed(epoch: 10, .silence))
        _ = walk.on(.opened(url: "wss://a"))
        _ = walk.on(.dialFailed(epoch: 11, failure))
        #expect(walk.wake == .milliseconds(500))
    }

    @Test("Mistake 9, replicas that start together: refused together, they come back at different times")
    func jitter() {
        let conflict = TransportError(.upgradeRefused, "slack answered the upgrade with HTTP 409", status: 409)
        let wakes = [0, 0.25, 1].map { random in
            var walk = Walk()
            walk.random = random
            _ = walk.on(.started)
            _ = walk.on(.opened(url: "wss://a"))
            #expect(walk.on(.dialFailed(epoch: 1, conflict)) == [])
            return walk.wake
        }
        #expect(wakes == [.milliseconds(100), .milliseconds(200), .milliseconds(500)])
    }

    @Test("A connection that closes before its hello is a failed dial")
    func noHello() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        _ = walk.on(.opened(url: "wss://a"))
        #expect(
            walk.all(.closed(epoch: 1, .byPeer(code: 1006, reason: "")))
                == [
                    .warn(
                        "the connection was not established: it closed before its hello (closed by Slack, code 1006); "
                            + "attempt 2 in 0.5 s")
                ])
        #expect(walk.wake == .milliseconds(500))
    }

    @Test("A hello that does not come is waited for twenty seconds")
    func helloLimit() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        _ = walk.on(.opened(url: "wss://a"))
        #expect(walk.sleepUntilWake() == [.close(epoch: 1)])
        #expect(walk.wake == .milliseconds(500))
        #expect(walk.on(.hello(epoch: 1, ControlFrame.Hello())) == [.close(epoch: 1)], "too late")
    }

    @Test("Mistake 7, redialling a full app: after too many connections a long pause, longer each time, never at once")
    func tooMany() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        _ = walk.on(.opened(url: "wss://a"))
        #expect(walk.on(.disconnect(epoch: 1, reason: "too_many_websockets")) == [.close(epoch: 1)])
        #expect(walk.on(.closed(epoch: 1, .byPeer(code: 1000, reason: ""))) == [])
        #expect(walk.wake == .seconds(30))
        #expect(walk.sleepUntilWake() == [.open])
        _ = walk.on(.opened(url: "wss://b"))
        _ = walk.on(.disconnect(epoch: 2, reason: "too_many_websockets"))
        #expect(walk.wake == .seconds(60))
    }

    @Test("Mistake 7, redialling a full app: too many connections, said to the only live one, is a long pause too")
    func tooManyOnCurrent() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        #expect(walk.on(.disconnect(epoch: 1, reason: "too_many_websockets")) == [.close(epoch: 1)])
        #expect(walk.on(.closed(epoch: 1, .byUs)) == [])
        #expect(walk.wake == .seconds(30))
    }

    @Test("Socket Mode switched off is the end, with a sentence")
    func linkDisabled() throws {
        var walk = Walk()
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        let actions = walk.on(.disconnect(epoch: 1, reason: "link_disabled"))
        guard case .stop(let sentence) = try #require(actions.first) else { return #expect(Bool(false)) }
        #expect(sentence.contains("Socket Mode is switched off for this app"))
        #expect(walk.on(.closed(epoch: 1, .byUs)) == [])
        #expect(walk.on(.tick) == [])
        #expect(walk.wake == nil)
    }

    @Test("A refusal that only people can mend is the end")
    func fatal() {
        var walk = Walk()
        _ = walk.on(.started)
        #expect(walk.on(.openFailed(.fatal("mend it"))) == [.stop("mend it")])
        #expect(walk.on(.started) == [])
    }

    @Test("Mistake 8, storms of opens: Retry-After is obeyed")
    func retryAfter() {
        var walk = Walk()
        walk.random = 0
        _ = walk.on(.started)
        _ = walk.on(.openFailed(.limited(.seconds(42))))
        #expect(walk.wake == .seconds(42))
        #expect(walk.sleepUntilWake() == [.open])
    }

    @Test("Mistake 8, storms of opens: ten dials come at once, then one every ten seconds")
    func bucket() {
        var walk = Walk()
        _ = walk.on(.started)
        for epoch in 1...9 {
            walk.connect(epoch: epoch)
            #expect(walk.on(.closed(epoch: epoch, .silence)) == [.open])
        }
        walk.connect(epoch: 10)
        #expect(walk.on(.closed(epoch: 10, .silence)) == [])
        #expect(walk.wake == .seconds(10))
        #expect(walk.sleepUntilWake() == [.open])
    }

    @Test("Mistake 6, ghosts: connections of others are warned of; our own draining ones are not others")
    func ghosts() {
        var walk = Walk()
        _ = walk.on(.started)
        _ = walk.on(.opened(url: "wss://a"))
        #expect(
            walk.all(.hello(epoch: 1, ControlFrame.Hello(connections: 3)))
                == [
                    .note("connected to Slack, connection 1"),
                    .warn(
                        "Slack counts 3 connections of this app, 1 of them from this process: what people press may go "
                            + "to the others"),
                ])
        _ = walk.on(.disconnect(epoch: 1, reason: "warning"))
        _ = walk.on(.opened(url: "wss://b"))
        #expect(
            walk.all(.hello(epoch: 2, ControlFrame.Hello(connections: 2)))
                == [.note("connected to Slack, connection 2")])
    }

    @Test("Mistake 6, ghosts: many connections of others slow the redial down")
    func manyGhosts() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        walk.connect(epoch: 1, connections: 8)
        #expect(walk.on(.closed(epoch: 1, .silence)) == [])
        #expect(walk.wake == .seconds(5))
    }

    @Test("A replacement that fails is tried again while the old connection serves")
    func failedReplacement() {
        var walk = Walk()
        walk.random = 1
        _ = walk.on(.started)
        walk.connect(epoch: 1)
        _ = walk.on(.disconnect(epoch: 1, reason: "warning"))
        _ = walk.on(.openFailed(.failed("no route")))
        #expect(walk.wake == .milliseconds(500))
        #expect(walk.on(.closed(epoch: 1, .silence)) == [], "the pause goes on")
        #expect(walk.sleepUntilWake() == [.open])
    }

    @Test(
        "What Slack refuses for good is told with what to mend",
        arguments: [
            "not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled",
            "token_revoked",
            "token_expired", "no_permission", "not_allowed_token_type", "missing_args", "missing_scope",
        ])
    func fatalErrors(error: String) {
        let failure = OpenFailure(
            WebAPIError(method: "apps.connections.open", reason: .refused(WebAPIError.Refusal(error: error))))
        guard case .fatal(let sentence) = failure else { return #expect(Bool(false), "\(failure)") }
        #expect(sentence.hasSuffix("(\(error))"))
    }

    @Test("Everything else that Slack refuses is tried again")
    func passingErrors() {
        let failure = OpenFailure(
            WebAPIError(method: "apps.connections.open", reason: .refused(WebAPIError.Refusal(error: "internal_error")))
        )
        #expect(failure == .failed("apps.connections.open answered internal_error"))
    }
}
