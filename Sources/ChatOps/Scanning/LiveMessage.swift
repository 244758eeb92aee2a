import Logging

/// A message that is kept up to date: posted once, replaced at most once an interval, and at the end.
struct LiveMessage {
    /// chat.update allows about fifty calls a minute.
    /// https://docs.slack.dev/apis/web-api/rate-limits
    static let interval = Duration.milliseconds(1500)

    private let messenger: any Messenger
    private let conversation: Conversation
    private let log: Logger
    private var reference: MessageReference?
    private var lastUpdate: ContinuousClock.Instant

    init(_ message: Message, in conversation: Conversation, messenger: any Messenger, log: Logger)
        async throws(MessengerError)
    {
        self.messenger = messenger
        self.conversation = conversation
        self.log = log
        reference = try await messenger.post(message, in: conversation)
        lastUpdate = .now
    }

    /// Skipped when the last update is too fresh; a failure is only logged, the next one follows.
    mutating func update(_ message: () -> Message) async {
        guard lastUpdate.duration(to: .now) >= Self.interval, let reference else { return }
        do throws(MessengerError) { try await messenger.update(reference, with: message()) } catch {
            log.warning("A progress message was not updated.", metadata: ["reason": "\(error)"])
        }
        lastUpdate = .now
    }

    /// The last state; posted anew where the message cannot be replaced any more.
    func finish(_ message: Message) async throws(MessengerError) {
        if let reference {
            do throws(MessengerError) { return try await messenger.update(reference, with: message) } catch {
                log.warning("The final message is posted anew.", metadata: ["reason": "\(error)"])
            }
        }
        _ = try await messenger.post(message, in: conversation)
    }
}
