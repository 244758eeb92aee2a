import AWS
import ChatOps
import CloudTrailCore
import FoundationEssentials

extension DynamoDBStore {
    public func baseline(of account: AccountID) async throws(StoreError) -> AccountBaseline? {
        try await longDocument(.baseline(account), "What was last seen of account \(account)")
    }

    public func save(_ baseline: AccountBaseline) async throws(StoreError) {
        var stored = baseline
        stored.version += 1
        let condition: Condition =
            baseline.version == 0
            ? .absent(RecordKey.partition) : .equal(RecordKey.version, .number(baseline.version))
        let document = try document(of: stored)
        try await replace(with: document) { () throws(StoreError) in
            guard try await write([.put(document.head, in: tables.records, if: condition)]).isEmpty else {
                throw StoreError(.stale, "What was last seen of account \(baseline.account) was changed meanwhile.")
            }
        }
    }

    func document(of baseline: AccountBaseline) throws(StoreError) -> LongDocument {
        try LongDocument(
            .baseline(baseline.account), holding: baseline, [RecordKey.version: .number(baseline.version)])
    }

    private func document<Value: Decodable>(
        _ key: RecordKey, _ what: @autoclosure () -> String
    ) async throws(StoreError) -> Value? {
        guard let item = try await record(key) else { return nil }
        return try Document.decode(from: item[RecordKey.document]?.string, what())
    }
}

extension DynamoDBStore {
    public func whitelistEntries() async throws(StoreError) -> [Whitelist.Entry] {
        var entries: [Whitelist.Entry] = []
        for item in try await records(in: RecordKey.whitelist) {
            entries.append(try Document.decode(from: item[RecordKey.document]?.string, "A whitelist entry"))
        }
        return entries
    }

    public func addWhitelistEntry(_ entry: Whitelist.Entry) async throws(StoreError) {
        _ = try await write([
            .put(try RecordKey.whitelistEntry(entry.account, entry.scope).holding(entry), in: tables.records)
        ])
    }

    public func removeWhitelistEntry(account: AccountID, scope: RegionScope) async throws(StoreError) -> Bool {
        try await write([
            .delete(
                RecordKey.whitelistEntry(account, scope).item, in: tables.records,
                if: .present(RecordKey.partition))
        ]).isEmpty
    }
}

extension DynamoDBStore {
    private static let hour = 3600.0

    public func claim(_ id: String, at now: Date) async throws(StoreError) -> Bool {
        let claimedAt = now.timeIntervalSinceReferenceDate
        let claimant = UUID().uuidString
        var item = RecordKey.claim(id: id).item
        item["claimed_at"] = .number("\(claimedAt)")
        item["claimant"] = .string(claimant)
        // Later than it is forgotten, since the clocks of those who ask differ.
        item[RecordKey.expiry] = .number(Int(now.timeIntervalSince1970 + 2 * Self.hour))
        let isFree = Condition(
            "attribute_not_exists(#at) OR #at < :old OR #who = :me", names: ["at": "claimed_at", "who": "claimant"],
            values: ["old": .number("\(claimedAt - Self.hour)"), "me": .string(claimant)])
        return try await read(tables.records) { [item] () throws(AWSError) in
            try await database.put(item, in: tables.records, if: isFree)
        }
    }

    public func release(_ id: String) async throws(StoreError) {
        _ = try await write([.delete(RecordKey.claim(id: id).item, in: tables.records)])
    }
}

extension DynamoDBStore {
    public func record(_ summary: ScanSummary) async throws(StoreError) {
        _ = try await write([.put(try RecordKey.latestScan.holding(summary), in: tables.records)])
    }

    public func latestScan() async throws(StoreError) -> ScanSummary? {
        try await document(.latestScan, "The last scan")
    }

    public func accountsToldUnchecked() async throws(StoreError) -> [AccountID] {
        try await document(.toldUnchecked, "The accounts told as unchecked") ?? []
    }

    public func recordToldUnchecked(_ accounts: [AccountID]) async throws(StoreError) {
        _ = try await write([.put(try RecordKey.toldUnchecked.holding(accounts), in: tables.records)])
    }
}

extension DynamoDBStore {
    public func lastRun(of job: String) async throws(StoreError) -> Date? {
        try await document(.lastRun(job: job), "The last run of \(job)")
    }

    public func recordRun(of job: String, at time: Date) async throws(StoreError) {
        _ = try await write([.put(try RecordKey.lastRun(job: job).holding(time), in: tables.records)])
    }
}
