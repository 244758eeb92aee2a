import AWS
import ChatOps
import CloudTrailCore

import struct FoundationEssentials.Date

extension DynamoDBStore {
    public func dueNotices(at now: Date, limit: Int) async throws(StoreError) -> [Notice] {
        var due: [Notice] = []
        for line in try await pendingLines() { due += line.prefix { $0.dueAt <= now } }
        return Array(due.sorted(by: Self.isOlder).prefix(max(limit, 0)))
    }

    public func nextNoticeDue() async throws(StoreError) -> Date? {
        try await pendingLines().compactMap(\.first?.dueAt).min()
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

    public func noticeCounts() async throws(StoreError) -> NoticeCounts {
        var counts = NoticeCounts()
        for partition in RecordKey.pendingPartitions { counts.pending += try await records(in: partition).count }
        counts.failed = try await records(in: RecordKey.failures).count
        return counts
    }

    /// In transactions of as many notices as fit, the thread with the first: what a crash leaves behind is told again, not lost.
    public func save(_ notices: [Notice], thread: AlertThread?) async throws(StoreError) {
        var groups: [[Write]] = []
        for notice in notices { groups.append(try replacing(notice, if: .isFree(under: Fence.current))) }
        guard let thread else {
            for writes in Batches(groups).all { try await replace(writes) }
            return
        }
        let document = try document(of: thread)
        let batches = Batches([[.put(document.head, in: tables.records)]] + groups).all
        try await replace(with: document) { () throws(StoreError) in try await replace(batches[0]) }
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
    /// When it came to its end; nil while it waits.
    fileprivate var settledAt: Date? {
        switch state {
        case .pending: nil
        case .delivered(_, let date), .unneeded(let date), .failed(_, let date): date
        }
    }

    fileprivate var isPending: Bool { if case .pending = state { true } else { false } }

    /// Meant for pending ones.
    fileprivate var dueAt: Date {
        if case .pending(_, let notBefore) = state { notBefore } else { .distantFuture }
    }
}
