import Testing

@testable import ChatOps

@Suite("The doorbell", .timeLimit(.minutes(1)))
struct DoorbellTests {
    @Test("A ring before the wait is remembered")
    func remembered() async {
        let bell = Doorbell()
        bell.ring()
        await bell.wait(atMost: .seconds(3600), clock: ContinuousClock())
    }

    @Test("After waits that timed out, a wait still waits, and a ring still ends it")
    func afterTimeouts() async {
        let bell = Doorbell()
        for _ in 0..<3 { await bell.wait(atMost: .milliseconds(1), clock: ContinuousClock()) }
        let start = ContinuousClock.now
        await bell.wait(atMost: .milliseconds(50), clock: ContinuousClock())
        #expect(start.duration(to: .now) >= .milliseconds(50), "a wait that nobody ends lasts as long as it may")
        async let waited: Void = bell.wait(atMost: .seconds(3600), clock: ContinuousClock())
        bell.ring()
        await waited
    }

    @Test("A cancelled wait ends at once, and the next one works")
    func cancelled() async {
        let bell = Doorbell()
        let wait = Task { await bell.wait(atMost: .seconds(3600), clock: ContinuousClock()) }
        wait.cancel()
        await wait.value
        bell.ring()
        await bell.wait(atMost: .seconds(3600), clock: ContinuousClock())
    }
}
