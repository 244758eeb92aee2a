import CloudTrailCore

/// Which of several replicas keeps the schedule and delivers notices, as one of them sees it. A value: it is told what the
/// store has and the time, and says what to write.
///
/// No two machines' clocks are compared: a replica takes over when it has seen the same record for as long as a lease lasts.
public struct Lease: Hashable, Sendable {
    /// What the store has, the same for all replicas.
    public struct Record: Hashable, Sendable {
        /// The replica's own name; nil when it was given back.
        public var holder: String?
        /// Grows with each change of hands, so that writes of an earlier holder can be told from those of a later.
        public var fence: Int
        /// Grows with each renewal.
        public var beat: Int

        public init(holder: String?, fence: Int, beat: Int = 0) {
            self.holder = holder
            self.fence = fence
            self.beat = beat
        }
    }

    public enum Action: Hashable, Sendable {
        /// Another replica works.
        case wait
        /// To be written only if the store still has `over`; nil: nothing.
        case write(Record, over: Record?)
    }

    typealias Instant = ContinuousClock.Instant

    /// How long others wait for a sign of life.
    static let life = Duration.seconds(30)
    /// From one renewal, or one look at another's, to the next.
    static let pause = Duration.seconds(10)
    /// How much earlier the holder stops by itself, so that it has stopped when another begins.
    private static let margin = Duration.seconds(5)

    private let holder: String
    private var seen: Record?
    private var seenSince: Instant?
    private var held: Record?
    private var heldUntil: Instant?

    /// `holder` is different in each process.
    init(holder: String) {
        self.holder = holder
    }

    mutating func decide(seeing record: Record?, at now: Instant) -> Action {
        guard let record else { return .write(Record(holder: holder, fence: 1), over: nil) }
        switch record.holder {
        case holder:
            // Ours, even where the answer to its writing was lost.
            return .write(Record(holder: holder, fence: record.fence, beat: record.beat + 1), over: record)
        case nil:
            return takeOver(record)
        default:
            (held, heldUntil) = (nil, nil)
            if record != seen { (seen, seenSince) = (record, now) }
            guard let seenSince, seenSince.duration(to: now) >= Self.life else { return .wait }
            return takeOver(record)
        }
    }

    private func takeOver(_ record: Record) -> Action {
        .write(Record(holder: holder, fence: record.fence + 1), over: record)
    }

    /// The record is in the store. It counts from when it was sent, since it arrived some time after.
    mutating func wrote(_ record: Record, sentAt: Instant) {
        (held, heldUntil) = (record, sentAt.advanced(by: Self.life - Self.margin))
    }

    /// The number of this hold; nil while another replica may be working.
    func fence(at now: Instant) -> Int? {
        guard let held, let heldUntil, now < heldUntil else { return nil }
        return held.fence
    }

    /// How long it may still be taken for held without another renewal.
    func remaining(at now: Instant) -> Duration? {
        heldUntil.map { max(.zero, now.duration(to: $0)) }
    }

    /// What gives it back, so that another replica need not wait; nil when it is not held.
    func release(at now: Instant) -> Action? {
        guard fence(at: now) != nil, let held else { return nil }
        return .write(Record(holder: nil, fence: held.fence, beat: held.beat + 1), over: held)
    }
}

/// Keeps the record of the lease. A store that several replicas share has it.
public protocol LeaseStore: Sendable {
    func lease() async throws(StoreError) -> Lease.Record?
    /// false when the store has not `old` any more; nil: no record.
    func replace(_ old: Lease.Record?, with new: Lease.Record) async throws(StoreError) -> Bool
}

/// The hold under which a task works, for stores to refuse the writes of an earlier one; nil where there is no lease.
public enum Fence {
    @TaskLocal public static var current: Int?
}
