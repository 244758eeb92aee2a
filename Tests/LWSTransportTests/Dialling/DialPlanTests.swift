import Networking
import Testing

@testable import LWSTransport

@Suite("Dial plan")
struct DialPlanTests {
    private let start = ContinuousClock.now
    private let refused = TransportError(.connectionFailed, "refused")

    private func plan() -> DialPlan {
        DialPlan(host: "slack.com", timeout: .seconds(10), now: start)
    }

    @Test("Addresses are tried in their order until none is left")
    func triesInOrder() {
        var plan = plan()
        #expect(plan.resolved(.success(["::1", "127.0.0.1"]), now: start) == .connect(to: "::1"))
        #expect(plan.failed(refused, now: start) == .connect(to: "127.0.0.1"))
        #expect(plan.failed(refused, now: start) == .fail(refused))
    }

    @Test("An address that does not answer gets its share of the time only")
    func sharesTheTime() {
        var plan = plan()
        #expect(plan.deadline == start + .seconds(10))
        let resolved = start + .seconds(1)
        #expect(plan.resolved(.success(["a", "b", "c"]), now: resolved) == .connect(to: "a"))
        #expect(plan.deadline == start + .seconds(4))
        #expect(plan.timedOut(now: start + .seconds(4)) == .connect(to: "b"))
        #expect(plan.deadline == start + .seconds(7))
        #expect(plan.timedOut(now: start + .seconds(7)) == .connect(to: "c"))
        #expect(plan.deadline == start + .seconds(10))
        let error = TransportError(.timedOut, "no connection to slack.com within 10.0 seconds, waiting for TCP")
        #expect(plan.timedOut(now: start + .seconds(10)) == .fail(error))
    }

    @Test("Once TCP is there, the rest of the time is its, and no other address is tried")
    func staysWithAConnection() {
        var plan = plan()
        #expect(plan.resolved(.success(["a", "b"]), now: start) == .connect(to: "a"))
        plan.connected()
        #expect(plan.deadline == start + .seconds(10))
        let error = TransportError(.tlsFailed, "expired")
        #expect(plan.failed(error, now: start) == .fail(error))
        plan.secured()
        #expect(plan.failed(refused, now: start) == .fail(refused))
    }

    @Test("A name without an address, and one that is not resolved, are failures")
    func needsAddresses() {
        var plan = plan()
        let none = TransportError(.nameNotResolved, "slack.com has no address")
        #expect(plan.resolved(.success([]), now: start) == .fail(none))
        #expect(plan.resolved(.failure(refused), now: start) == .fail(refused))
        let slow = TransportError(
            .timedOut, "no connection to slack.com within 10.0 seconds, waiting for name resolution")
        #expect(plan.timedOut(now: start + .seconds(10)) == .fail(slow))
    }
}
