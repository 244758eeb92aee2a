import CloudTrailCore
import FoundationEssentials

/// An entry in the making: filled in as it becomes known what a request means.
struct AuditDraft {
    private static let longestText = 500

    let request: ChatRequest
    let startedAt: Date
    var name = ""
    var command: Command?
    var accounts: [AccountID] = []
    /// What came of it, where it was done.
    var result = ""
    /// What was done was written down: what goes wrong afterwards concerns the answer alone.
    var isWritten = false

    init(_ request: ChatRequest, at date: Date) {
        self.request = request
        startedAt = date
    }

    func entry(_ outcome: AuditEntry.Outcome, _ result: String) -> AuditEntry {
        AuditEntry(
            at: startedAt, request: request.id, person: request.person, name: name,
            channel: request.conversation.channel, thread: request.conversation.thread, way: request.input.way,
            command: command?.name ?? "", text: text.shortened(to: Self.longestText), accounts: accounts,
            outcome: outcome, result: result.shortened(to: Self.longestText))
    }

    private var text: String {
        if case .text(let text, _) = request.input { return text }
        return command?.words ?? ""
    }
}

extension ChatRequest.Input {
    var way: AuditEntry.Way {
        switch self {
        case .text: .command
        case .button: .button
        case .form: .form
        case .shortcut: .shortcut
        // Looking at one's home is not written down.
        case .homeOpened: .button
        }
    }
}
