/// Why a command is not carried out: the word that was in the way, and what would have worked.
public struct Refusal: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Not allowed, not understood, or not possible as things are.
        case refused
        /// Tried in vain.
        case failed
    }

    public var kind = Kind.refused
    public var reason: RichText
    /// Shown as things to type.
    public var wouldWork: [String]

    public init(_ reason: RichText, wouldWork: [String] = []) {
        self.reason = reason
        self.wouldWork = wouldWork
    }

    /// Of what was allowed, and tried in vain.
    static func failed(_ reason: RichText) -> Refusal {
        var refusal = Refusal(reason)
        refusal.kind = .failed
        return refusal
    }

    init(_ reason: RichText, usage: Usage...) {
        self.init(reason, wouldWork: usage.map(\.rawValue))
    }

    /// As it is shown to whoever asked.
    public var message: Message {
        guard !wouldWork.isEmpty else { return .text(reason) }
        let lead: RichText = wouldWork.count == 1 ? "This would work:" : "These would work:"
        return Message(
            summary: "\(reason.plain) \(lead.plain) \(wouldWork.joined(separator: " · "))",
            blocks: [.paragraph(reason), .paragraph(lead), .list(wouldWork.map { "\(code: $0)" })])
    }
}
