import FoundationEssentials
import Logging

/// A message that is kept up to date: posted once, replaced at most once an interval, and at the end.
struct LiveMessage: Sendable {
    /// chat.update allows about fifty calls a minute.
    /// https://docs.slack.dev/apis/web-api/rate-limits
    static let interval: TimeInterval = 1.5

    private let messenger: any Messenger
    private let conversation: Conversation
    private let now: @Sendable () -> Date
    private let log: Logger
    private let reference: MessageReference
    /// What the last state is found by where it was posted anew.
    let lastMark: String
    private let begun: Date

    /// `mark` is what the message is found by where it was posted, and nobody said so.
    init(
        _ message: Message, in conversation: Conversation, mark: String, messenger: any Messenger,
        now: @escaping @Sendable () -> Date, log: Logger
    ) async throws(MessengerError) {
        self.messenger = messenger
        self.conversation = conversation
        self.now = now
        self.log = log
        lastMark = mark + "-end"
        begun = now()
        reference = try await messenger.postOnce(message, in: conversation, mark: mark, since: begun)
    }

    /// Shows the newest of the states that come, as often as may be; a failure is only logged, the next one follows.
    func follow<State: Sendable>(_ states: AsyncStream<State>, _ message: (State) -> Message) async {
        var lastUpdate = now()
        for await state in states where now().timeIntervalSince(lastUpdate) >= Self.interval {
            do throws(MessengerError) { try await messenger.update(reference, with: message(state)) } catch {
                log.warning("A progress message was not updated.", metadata: ["reason": "\(error)"])
            }
            lastUpdate = now()
        }
    }

    /// The last state; posted anew where the message cannot be replaced any more.
    func finish(_ message: Message) async throws(MessengerError) {
        // Unstructured, since it must go out even when the scan was cancelled; awaited, so it has an owner.
        let outcome = await Task {
            await Result { () async throws(MessengerError) in try await replace(with: message) }
        }.value
        try outcome.get()
    }

    private func replace(with message: Message) async throws(MessengerError) {
        do throws(MessengerError) { return try await messenger.update(reference, with: message) } catch {
            log.warning("The final message is posted anew.", metadata: ["reason": "\(error)"])
        }
        _ = try await messenger.postOnce(message, in: conversation, mark: lastMark, since: begun)
    }
}
