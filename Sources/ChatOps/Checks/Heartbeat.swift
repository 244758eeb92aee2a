import FoundationEssentials
import Logging

/// Shows every so often that the bot is at work, so that its silence is noticed: one message that is kept up to date, and a
/// switch that somebody else watches.
public struct Heartbeat: Sendable {
    /// Reports the beat elsewhere; throws the sentence for the log. Not called when the bot cannot do its work.
    public typealias Ping = @Sendable () async throws -> Void

    private static let mark = "trailwatch-heartbeat"
    /// A message older than this is left behind.
    private static let memory: TimeInterval = 30 * 86_400

    private let channel: String?
    private let ping: Ping?
    private let interval: Duration
    private let messenger: any Messenger
    private let checks: @Sendable () async -> [Check]
    private let now: @Sendable () -> Date
    private let log: Logger

    /// - Parameter checks: whether the bot can do its work now.
    public init(
        channel: String?, ping: Ping?, interval: Duration, messenger: any Messenger,
        checks: @escaping @Sendable () async -> [Check], now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.channel = channel
        self.ping = ping
        self.interval = interval
        self.messenger = messenger
        self.checks = checks
        self.now = now
        self.log = log
    }

    /// Beats until the task is cancelled; the first time after one interval, when there is something to tell.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard channel != nil || ping != nil else { return }
        var place: (conversation: Conversation, message: MessageReference?)?
        while !Task.isCancelled {
            do { try await clock.sleep(for: interval) } catch { return }
            let checks = await checks()
            if let channel {
                do throws(MessengerError) {
                    try await show(checks, in: channel, &place)
                } catch {
                    log.warning("The heartbeat's message was not updated.", metadata: ["reason": "\(error.message)"])
                }
            }
            if let ping, !checks.haveTrouble {
                do { try await ping() } catch {
                    log.warning("The heartbeat was not taken.", metadata: ["reason": "\(error)"])
                }
            }
        }
    }

    /// The message of an earlier run is found again by its mark.
    private func show(
        _ checks: [Check], in channel: String, _ place: inout (conversation: Conversation, message: MessageReference?)?
    ) async throws(MessengerError) {
        let conversation: Conversation
        if let place {
            conversation = place.conversation
        } else {
            conversation = try await messenger.conversation(with: channel)
        }
        var reference = place?.message
        if reference == nil {
            reference = try await messenger.find(
                mark: Self.mark, in: conversation, since: now().addingTimeInterval(-Self.memory))
        }
        let message = message(checks)
        if let old = reference {
            reference = try await messenger.replace(old, with: message, in: conversation, mark: Self.mark)
        } else {
            reference = try await messenger.post(message, in: conversation, mark: Self.mark)
        }
        place = (conversation, reference)
    }

    private func message(_ checks: [Check]) -> Message {
        let moment = now()
        let next = moment.addingTimeInterval(interval / .seconds(1))
        let title = checks.haveTrouble ? "Trailwatch is up, and cannot do its work" : "Trailwatch is at work"
        let facts =
            [Message.Fact("Seen", "\(Moment.text(moment))")] + checks.map { Message.Fact($0.name, "\($0.found)") }
        return Message(
            summary: title,
            blocks: [
                .heading(title), .facts(facts),
                .note(
                    "I write this anew by \(Moment.text(next)). If that has passed, I am not running: look at my log."),
            ])
    }
}
