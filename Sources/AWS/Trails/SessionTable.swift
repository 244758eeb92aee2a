/// The sessions used last, so many and no more: an estate of ten thousand accounts must not be kept in memory.
struct SessionTable<Key: Hashable, Session> {
    private let limit: Int
    private var sessions: [Key: (session: Session, used: Int)] = [:]
    private var uses = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { sessions.count }

    mutating func session(of key: Key) -> Session? {
        guard let session = sessions[key]?.session else { return nil }
        keep(session, of: key)
        return session
    }

    /// Those who hold the session that makes room may go on using it.
    mutating func keep(_ session: Session, of key: Key) {
        uses += 1
        sessions[key] = (session, uses)
        if sessions.count > limit, let oldest = sessions.min(by: { $0.value.used < $1.value.used }) {
            sessions[oldest.key] = nil
        }
    }
}
