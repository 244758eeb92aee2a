import FoundationEssentials
import Logging

/// A message that is kept up to date: posted once, replaced at most once an interval, and at the end.
struct LiveMessage {
    /// chat.update allows about fifty calls a minute.
    /// https://docs.slack.dev/apis/web-api/rate-limits
    static let interval: TimeInterval = 1.5

    private let messenger: any Messenger
    private let conversation: Conversation
    private let log: Logger
    private let reference: MessageReference
    private let now: @Sendable () -> Date
    private var lastUpdate: Date

    init(
        _ message: Message, in conversation: Conversation, messenger: any Messenger,
        now: @escaping @Sendable () -> Date, log: Logger
    ) async throws(MessengerError) {
        self.messenger = messenger
        self.conversation = conversation
        self.now = now
        self.log = log
        reference = try await messenger.post(message, in: conversation)
        lastUpdate = now()
    }

    /// Skipped when the last update is too fresh; a failure is only logged, the next one follows.
    mutating func update(_ message: () -> Message) async {
        guard now().timeIntervalSince(lastUpdate) >= Self.interval else { return }
        do throws(MessengerError) { try await messenger.update(reference, with: message()) } catch {
            log.warning("A progress message was not updated.", metadata: ["reason": "\(error)"])
        }
        lastUpdate = now()
    }

    /// The last state; posted anew where the message cannot be replaced any more.
    func finish(_ message: Message) async throws(MessengerError) {
        // Unstructured, since it must go out even when the scan was cancelled; awaited, so it has an owner.
        try await Task { await Result { () async throws(MessengerError) in try await replace(with: message) } }.value
            .get()
    }

    private func replace(with message: Message) async throws(MessengerError) {
        do throws(MessengerError) { return try await messenger.update(reference, with: message) } catch {
            log.warning("The final message is posted anew.", metadata: ["reason": "\(error)"])
        }
        _ = try await messenger.post(message, in: conversation)
    }
}

extension Result {
    /// The outcome of an asynchronous body.
    fileprivate init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
