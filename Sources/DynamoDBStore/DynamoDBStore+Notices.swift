import AWS
import ChatOps
import CloudTrailCore

import struct FoundationEssentials.Date

extension DynamoDBStore {
    public func dueNotices(at now: Date, limit: Int) async throws(StoreError) -> [Notice] {
        var due: [Notice] = []
        for line in try await pendingLines() {
            let awake = line.prefix { $0.isResting || $0.isDue(at: now) }
            due += awake.filter { $0.isDue(at: now) }
        }
        return Array(due.sorted(by: Self.isOlder).prefix(max(limit, 0)))
    }

    public func nextNoticeDue() async throws(StoreError) -> Date? {
        try await pendingLines().flatMap { line in
            // Those that rest hold nobody back.
            line.prefix { $0.isResting } + line.drop { $0.isResting }.prefix(1)
        }.compactMap(\.dueAt).min()
    }

    public func restingNotices(about subjects: Set<AlertSubject>) async throws(StoreError) -> [Notice] {
        guard !subjects.isEmpty else { return [] }
        return try await pendingLines().joined().filter { $0.isResting && subjects.contains($0.subject) }
            .sorted(by: Self.isOlder)
    }

    /// Pending notices by subject and place, each line from the oldest on: one that waits holds back those behind it.
    private func pendingLines() async throws(StoreError) -> [[Notice]] {
        try await unpackBundles()
        var notices: [Notice] = []
        for partition in RecordKey.pendingPartitions {
            notices += try await readable(try await records(in: partition)).filter { $0.isPending }
        }
        return Dictionary(grouping: notices) { Line(subject: $0.subject, place: $0.issue.place) }
            .values.map { $0.sorted(by: Self.isOlder) }
    }

    private struct Line: Hashable {
        let subject: AlertSubject
        let place: AccountRegion
    }

    private static func isOlder(_ left: Notice, _ right: Notice) -> Bool {
        (left.createdAt, left.issue.place, left.issue.version, left.id)
            < (right.createdAt, right.issue.place, right.issue.version, right.id)
    }

    public func notices(about place: AccountRegion) async throws(StoreError) -> [Notice] {
        try await readable(try await records(in: RecordKey.notices(about: place))).sorted(by: Self.isOlder)
    }

    public func noticeCounts(failedSince time: Date) async throws(StoreError) -> NoticeCounts {
        var counts = NoticeCounts()
        for partition in RecordKey.pendingPartitions { counts.pending += try await records(in: partition).count }
        // One that could not be read has no end, and counts always.
        let expiry = time == .distantPast ? Int.min : time.unixSeconds + Self.memory
        counts.failed = try await records(in: RecordKey.failures).count { item in
            item[RecordKey.expiry]?.int.map { $0 > expiry } ?? true
        }
        return counts
    }

    /// In transactions of as many notices as fit, thread and mailbox with the first: what a crash leaves behind is told again,
    /// not lost.
    public func save(_ notices: [Notice], thread: AlertThread?, mailbox: Mailbox?) async throws(StoreError) {
        var groups: [[Write]] = []
        for notice in notices { groups.append(try replacing(notice, if: .isFree(under: Fence.current))) }
        var documents: [LongDocument] = []
        if let thread { documents.append(try document(of: thread)) }
        if let mailbox { documents.append(try document(of: mailbox)) }
        if !documents.isEmpty { groups.insert(documents.map { .put($0.head, in: tables.records) }, at: 0) }
        let batches = Batches(groups).all
        guard let first = batches.first else { return }
        try await replace(with: documents[...]) { () throws(StoreError) in try await replace(first) }
        for writes in batches.dropFirst() { try await replace(writes) }
    }

    private func replace(_ writes: [Write]) async throws(StoreError) {
        guard try await write(writes).isEmpty else {
            throw StoreError(
                .stale, "A notice is not stored, or another replica works on it, so its state cannot be replaced.")
        }
    }

    /// What is over is kept for half a year, for those who look back.
    private static var memory: Int { 180 * 86_400 }

    /// Three writes.
    func replacing(_ notice: Notice, if condition: Condition?) throws(StoreError) -> [Write] {
        let (pending, failed) = (RecordKey.pending(id: notice.id), RecordKey.failed(id: notice.id))
        let isFailed = if case .failed = notice.state { true } else { false }
        var item = try item(of: notice)
        item[RecordKey.fence] = Fence.current.map { .number($0) }
        let expiry = notice.settledAt.map { AttributeValue.number($0.unixSeconds + Self.memory) }
        item[RecordKey.expiry] = expiry
        var failure = failed.item
        failure[RecordKey.expiry] = expiry
        return [
            .put(item, in: tables.records, if: condition),
            notice.isPending
                ? .put(try pending.holding(notice), in: tables.records) : .delete(pending.item, in: tables.records),
            isFailed ? .put(failure, in: tables.records) : .delete(failed.item, in: tables.records),
        ]
    }

    func item(of notice: Notice) throws(StoreError) -> DynamoDB.Item {
        var item = try RecordKey.notice(notice.issue.place, id: notice.id).holding(notice)
        item[RecordKey.created] = .number("\(notice.createdAt.timeIntervalSinceReferenceDate)")
        return item
    }

    /// One that cannot be read must not hold up the others; it is counted among those given up.
    private func readable(_ items: [DynamoDB.Item]) async throws(StoreError) -> [Notice] {
        var notices: [Notice] = []
        for item in items {
            let id = item[RecordKey.sort]?.string ?? ""
            do throws(StoreError) {
                notices.append(try Document.decode(from: item[RecordKey.document]?.string, "The notice \(id)"))
            } catch {
                _ = try await write([
                    .delete(RecordKey.pending(id: id).item, in: tables.records),
                    .put(RecordKey.failed(id: id).item, in: tables.records),
                ])
            }
        }
        return notices
    }

    public func thread(of subject: AlertSubject) async throws(StoreError) -> AlertThread? {
        try await longDocument(.thread(subject), "The message about \(subject.cause.key)")
    }

    public func mailbox(of recipient: String) async throws(StoreError) -> Mailbox? {
        try await longDocument(.mailbox(recipient), "What is remembered of \(recipient)")
    }

    func document(of mailbox: Mailbox) throws(StoreError) -> LongDocument {
        try LongDocument(.mailbox(mailbox.recipient), holding: mailbox)
    }

    func document(of thread: AlertThread) throws(StoreError) -> LongDocument {
        var attributes: DynamoDB.Item = [:]
        attributes[RecordKey.expiry] = thread.endedAt.map { .number($0.unixSeconds + Self.memory) }
        return try LongDocument(.thread(thread.subject), holding: thread, attributes)
    }
}

extension Condition {
    /// The notice is there, and no later holder of the lease has worked on it.
    fileprivate static func isFree(under fence: Int?) -> Condition {
        guard let fence else { return .present(RecordKey.partition) }
        return Condition(
            "attribute_exists(#a) AND (attribute_not_exists(#f) OR #f <= :f)",
            names: ["a": RecordKey.partition, "f": RecordKey.fence], values: ["f": .number(fence)])
    }
}

extension Date {
    /// As DynamoDB's time to live takes it.
    var unixSeconds: Int { Int(timeIntervalSince1970) }
}

extension Notice {
    fileprivate var isPending: Bool { dueAt != nil }

    fileprivate func isDue(at now: Date) -> Bool { dueAt.map { $0 <= now } ?? false }
}
