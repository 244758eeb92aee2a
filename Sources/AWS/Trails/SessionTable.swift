import CloudTrailCore

/// The sessions used last, so many and no more: an estate of ten thousand accounts must not be kept in memory.
struct SessionTable<Session> {
    private let limit: Int
    private var sessions: [AccountID: (session: Session, used: Int)] = [:]
    private var uses = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { sessions.count }

    mutating func session(of account: AccountID) -> Session? {
        guard let session = sessions[account]?.session else { return nil }
        keep(session, of: account)
        return session
    }

    /// Those who hold the session that makes room may go on using it.
    mutating func keep(_ session: Session, of account: AccountID) {
        uses += 1
        sessions[account] = (session, uses)
        if sessions.count > limit, let oldest = sessions.min(by: { $0.value.used < $1.value.used }) {
            sessions[oldest.key] = nil
        }
    }
}
