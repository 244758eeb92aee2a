import FoundationEssentials
import Logging
import Synchronization

/// Takes the program's own log messages from a handler and posts them to channels. Never more than a few hundred wait, and what is
/// logged while one is posted is not posted again.
public final class LogChannels: Sendable {
    /// Set in the task that posts.
    @TaskLocal private static var isPosting = false

    /// Where lines go while somebody posts them.
    private let feed = Mutex<AsyncStream<LogLine>.Continuation?>(nil)

    public init() {}

    /// Warnings and errors only; nothing before somebody posts. May be called from any thread, and does not wait.
    public func offer(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        guard level >= .warning, !Self.isPosting, let feed = feed.withLock({ $0 }) else { return }
        let details = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let text = "\(level.rawValue.uppercased()) \((message + details).onOneLine.shortened(to: 500))"
        feed.yield(LogLine(text: text, isError: level >= .error))
    }

    /// Posts until the task is cancelled; returns at once where nothing is to go anywhere.
    public func run(
        _ routing: LogRouting, messenger: any Messenger, now: @escaping @Sendable () -> Date, log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) async {
        guard !routing.isEmpty else { return }
        let (lines, feed) = AsyncStream.makeStream(of: LogLine.self, bufferingPolicy: .bufferingNewest(300))
        self.feed.withLock { $0 = feed }
        defer { self.feed.withLock { $0 = nil } }
        let waiting = WaitingLines()
        let bell = Doorbell()
        await Self.$isPosting.withValue(true) {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await line in lines {
                        guard let channel = routing.channel(of: line) else { continue }
                        waiting.batch.withLock { $0.add(line.text, to: channel) }
                        bell.ring()
                    }
                }
                while !Task.isCancelled {
                    for (channel, message) in waiting.batch.withLock({ $0.due(at: now()) }) {
                        await Self.post(message, to: channel, messenger, log)
                    }
                    let next = waiting.batch.withLock { $0.nextDue(at: now()) }
                    let pause = next.map { max(0.1, $0.timeIntervalSince(now())) } ?? 3600
                    await bell.wait(atMost: .seconds(pause), clock: clock)
                }
                group.cancelAll()
            }
        }
    }

    /// What cannot be posted stands in the log itself.
    private static func post(_ message: Message, to channel: String, _ messenger: any Messenger, _ log: Logger) async {
        do throws(MessengerError) {
            _ = try await messenger.post(message, to: channel)
        } catch {
            log.error("Log messages were not posted.", metadata: ["channel": "\(channel)", "reason": "\(error)"])
        }
    }
}

/// What two tasks share: one adds, the other posts.
private final class WaitingLines: Sendable {
    let batch = Mutex(LogBatch())
}

extension String {
    fileprivate var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
