/// What was done, and could not be told where it was asked for.
struct Unanswered: Error {
    /// Which would have said so.
    let answer: Message
    /// What it would be found by, had it arrived after all.
    let mark: String
    let cause: MessengerError

    /// The answer, for the asker alone.
    var message: Message {
        let why: RichText = "It is done, but I could not say so where it was asked for: \(cause.message)"
        return Message(summary: "\(why.plain) \(answer.summary)", blocks: [.paragraph(why)] + answer.blocks)
    }
}
