extension CommandRunner {
    /// Shows a report in the conversation.
    func report(_ kind: ReportKind, in conversation: Conversation) async throws {
        let report =
            switch kind {
            case .table: try await reports.table()
            case .picture: try await reports.picture()
            }
        try await messenger.share(report.file, comment: report.comment, in: conversation)
    }
}

/// What a report looks like.
public enum ReportKind: String, Hashable, Sendable {
    case table = "csv"
    case picture
}
