import AWS
import ChatOps
import CloudTrailCore
import Synchronization

import struct FoundationEssentials.Date

/// When this process last looked for issues that no signposts lead to.
final class SignpostRounds: Sendable {
    private static let pause = 600.0

    private let last = Mutex<Date?>(nil)

    var isFirst: Bool { last.withLock { $0 == nil } }

    func isDue(at now: Date) -> Bool { last.withLock { $0.map { now.timeIntervalSince($0) >= Self.pause } ?? true } }

    func finished(at time: Date) { last.withLock { $0 = time } }
}

extension DynamoDBStore {
    /// Signposts come with our own writes, but Hammer writes issues without. Whoever goes by signposts first puts up those that are
    /// missing, every ten minutes; the first time those of all issues, since earlier versions wrote none either.
    func putUpMissingSignposts() async throws(StoreError) {
        let start = now()
        guard rounds.isDue(at: start) else { return }
        let filter = rounds.isFirst ? nil : HammerItem.isVersion(0)
        var next: DynamoDB.Item?
        repeat {
            let page = try await read(tables.issues) { [next] () throws(AWSError) in
                try await database.page(of: tables.issues, where: filter, after: next)
            }
            try await putUpSignposts(to: page.items)
            next = page.next
        } while next != nil
        rounds.finished(at: start)
    }

    /// What cannot be read is passed over: it must not hold up what is told of all others.
    private func putUpSignposts(to items: [DynamoDB.Item]) async throws(StoreError) {
        var wanted: [DynamoDB.Item: DynamoDB.Item] = [:]
        for item in items {
            guard let issue = try? HammerItem(item).issue(ticketURL) else { continue }
            if let end = forgottenAt(issue), end <= now().unixSeconds { continue }
            for sign in signposts(to: issue) { wanted[RecordKey.key(of: sign)] = sign }
        }
        let there = try await read(tables.records) { [wanted] () throws(AWSError) in
            try await database.items(Array(wanted.keys), in: tables.records)
        }
        for sign in there {
            let (key, end) = (RecordKey.key(of: sign), sign[RecordKey.expiry])
            if end == nil || end == wanted[key]?[RecordKey.expiry] { wanted[key] = nil }
        }
        for writes in Batches(wanted.values.map { [.put($0, in: tables.records)] }).all { _ = try await write(writes) }
    }
}
