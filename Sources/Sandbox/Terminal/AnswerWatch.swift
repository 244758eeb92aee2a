/// Tells when the answer to something a person did is complete: it came, nothing in it will still be replaced, and
/// nothing more arrived for a while.
struct AnswerWatch: Sendable, Equatable {
    enum Verdict: Sendable, Equatable {
        case complete
        case gaveUp
        /// Look again when something happened, or after so many seconds.
        case wait(Double)
    }

    /// Seconds without news that make an answer complete.
    static let quiet = 0.4
    /// Seconds without news after which no answer is expected any more.
    static let patience = 30.0

    let person: String
    let place: Place
    let bot: String
    /// Where an answer comes to.
    struct Place: Sendable, Equatable {
        var channel: String
        /// The message whose button was pressed in a channel where others are told things: its thread, its edits and
        /// what only the person sees are the answer, the rest of the channel is not.
        var origin: String?

        func takes(_ message: PostedMessage) -> Bool {
            guard message.channel == channel else { return false }
            guard let origin, message.audience == nil else { return true }
            return message.thread == origin || message.ts == origin
        }
    }

    private var isAnswered = false
    private var unfinished: Set<String> = []
    private var isFormLoading = false
    private var lastNews: Double

    init(person: String, place: Place, bot: String, now: Double) {
        (self.person, self.place, self.bot) = (person, place, bot)
        lastNews = now
    }

    mutating func note(_ occurrence: Occurrence, now: Double) {
        switch occurrence {
        case .posted(let message), .edited(let message): note(message, now)
        case .deleted(let message):
            unfinished.remove(message.ts)
            lastNews = now
        case .modalOpened(let modal), .modalUpdated(let modal):
            guard modal.person == person else { return }
            (isAnswered, isFormLoading, lastNews) = (true, modal.isLoading, now)
        case .modalRefused(let modal, _):
            if modal.person == person { (isAnswered, lastNews) = (true, now) }
        case .shared(let file, let channel):
            if channel == place.channel, place.origin == nil || file.thread == place.origin {
                (isAnswered, lastNews) = (true, now)
            }
        case .failed(let whom, _, _):
            if whom == person { (isAnswered, lastNews) = (true, now) }
        case .modalClosed, .suggested, .homePublished, .connected, .disconnected, .called, .refused, .sent,
            .acknowledged:
            break
        }
    }

    private mutating func note(_ message: PostedMessage, _ now: Double) {
        guard message.author == bot else { return }
        lastNews = now
        guard place.takes(message), (message.audience ?? person) == person else { return }
        isAnswered = true
        if message.isProvisional { unfinished.insert(message.ts) } else { unfinished.remove(message.ts) }
    }

    func verdict(now: Double) -> Verdict {
        let isComplete = isAnswered && unfinished.isEmpty && !isFormLoading
        let limit = isComplete ? Self.quiet : Self.patience
        let left = lastNews + limit - now
        if left > 0 { return .wait(left) }
        return isComplete ? .complete : .gaveUp
    }
}
