import CloudTrailCore

/// Takes entries, and never changes one.
public protocol AuditLog: Sendable {
    func append(_ entry: AuditEntry) async throws
}

/// Reads what an `AuditLog` took.
public protocol AuditHistory: Sendable {
    /// Those about an account, or all; newest first, at most `limit`, and older than the one whose id is `before`.
    /// Entries older than `AuditEntry.life` may be gone.
    func auditEntries(
        about account: AccountID?, before id: AuditEntry.ID?, limit: Int
    ) async throws(StoreError) -> [AuditEntry]
}

/// Several logs as one: each is handed every entry, whatever becomes of it in the others.
public struct AuditLogs: AuditLog {
    private let logs: [any AuditLog]

    public init(_ logs: [any AuditLog]) {
        self.logs = logs
    }

    /// Throws the first failure, once all have been handed it.
    public func append(_ entry: AuditEntry) async throws {
        var failure: (any Error)?
        for log in logs {
            do { try await log.append(entry) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
