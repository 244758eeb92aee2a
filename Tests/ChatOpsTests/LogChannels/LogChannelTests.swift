import FoundationEssentials
import Logging
import Testing

@testable import ChatOps

@Suite("The program's own log messages in channels")
struct LogChannelTests {
    static let routing = LogRouting(
        rules: [
            .init(channel: "#access", patterns: ["Access denied", "AccessDenied"]),
            .init(channel: "#ops", patterns: ["^(ERROR|WARNING) .*scan"]),
        ], ignored: ["reason=away"], otherwise: "#default")

    @Test(
        "The first rule that matches counts; what is ignored goes nowhere; other errors go to the default channel",
        arguments: [
            ("WARNING A call failed code=AccessDenied", "#access"), ("ERROR A scan failed", "#ops"),
            ("WARNING A scan is late", "#ops"), ("ERROR The store is full", "#default"),
            ("WARNING Something odd", nil), ("ERROR A scan failed reason=away", nil),
        ] as [(String, String?)])
    func routes(text: String, channel: String?) {
        #expect(Self.routing.channel(of: LogLine(text: text, isError: text.hasPrefix("ERROR"))) == channel)
    }

    @Test(
        "The first line goes at once, the next ones together a minute later; repeated ones are counted, and so is what is too much"
    )
    func batches() {
        var batch = LogBatch()
        func due(_ second: Double) -> [String] {
            batch.due(at: noon + second).map { "\($0.channel): \($0.message.blocks.plain)" }
        }
        batch.add("ERROR a", to: "#x")
        #expect(due(0) == ["#x: ERROR a"])
        batch.add("ERROR b", to: "#x")
        batch.add("ERROR b", to: "#x")
        batch.add("ERROR y", to: "#y")
        #expect(due(1) == ["#y: ERROR y"])
        #expect(batch.nextDue(at: noon + 1) == noon + 60)
        #expect(due(59) == [])
        for number in 0..<20 { batch.add("ERROR \(number)", to: "#x") }
        let text = due(60).joined()
        #expect(text.hasPrefix("#x: ERROR b (2 times)\nERROR 0\n"))
        #expect(text.hasSuffix("ERROR 13\nand 6 more; the log has them"))
        #expect(due(200) == [])
        #expect(batch.nextDue(at: noon) == nil)
    }

    @Test("What is logged while a line is posted is not posted again")
    func noEcho() async throws {
        let channels = LogChannels()
        let messenger = RecordingMessenger()
        await messenger.fail("#default", with: MessengerError(.unavailable, "away"))
        await messenger.fail("#ops", with: nil)
        var echo = Logger(label: "test") { _ in OfferingHandler(channels: channels) }
        echo.logLevel = .trace
        let log = echo
        let clock = StepClock()
        let posting = Task {
            await channels.run(Self.routing, messenger: messenger, now: { noon }, log: log, clock: clock)
        }
        _ = await clock.nextSleep()
        log.error("The store is full")
        _ = await clock.nextSleep()
        log.error("A scan failed")
        while await messenger.sent.isEmpty { await Task.yield() }
        posting.cancel()
        await posting.value
        #expect(await messenger.sent.map(\.message.summary) == ["From my log: ERROR A scan failed"])
        // Nobody posts any more, and nothing is kept.
        log.error("Too late")
    }
}

private struct OfferingHandler: LogHandler {
    let channels: LogChannels
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    func log(event: LogEvent) { channels.offer(event.level, event.message.description, event.metadata ?? [:]) }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
