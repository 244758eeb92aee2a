import CloudTrailCore
import Foundation
import Logging
import Synchronization
import Testing

@testable import ChatOps

@Suite("The heartbeat")
struct HeartbeatTests {
    /// Beats as often as the test wakes it, and what came of it.
    private func beat(_ times: Int, troubled: Set<Int> = []) async -> (messages: [String], pings: Int) {
        let messenger = RecordingMessenger()
        let beats = Mutex(0)
        let pings = Mutex(0)
        let clock = StepClock()
        let heartbeat = Heartbeat(
            channel: "#pulse", ping: { pings.withLock { $0 += 1 } }, interval: .seconds(300), messenger: messenger,
            checks: {
                let number = beats.withLock { beats -> Int in
                    beats += 1
                    return beats
                }
                let outcome = troubled.contains(number) ? Check.Outcome.bad : .good
                return [Check("ready", "scan", outcome, "the last one ended 2 h ago")]
            }, now: { noon }, log: Logger(label: "test"))
        let running = Task { await heartbeat.run(clock: clock) }
        for _ in 0..<times {
            #expect(await clock.nextSleep() == .seconds(300))
            clock.wake()
        }
        _ = await clock.nextSleep()
        running.cancel()
        await running.value
        let sent = await messenger.sent.map { "\($0.way) \($0.message.summary)" }
        return (sent, pings.withLock { $0 })
    }

    @Test("One message is posted and then kept up to date, and the switch is told at each beat")
    func well() async {
        let (messages, pings) = await beat(3)
        #expect(
            messages == ["post Trailwatch is at work", "update Trailwatch is at work", "update Trailwatch is at work"])
        #expect(pings == 3)
    }

    @Test("While the bot cannot do its work the message says so, and the switch hears nothing")
    func troubled() async {
        let (messages, pings) = await beat(2, troubled: [2])
        #expect(messages == ["post Trailwatch is at work", "update Trailwatch is up, and cannot do its work"])
        #expect(pings == 1)
    }
}
