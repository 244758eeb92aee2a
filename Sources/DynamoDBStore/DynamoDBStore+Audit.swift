import AWS
import ChatOps
import CloudTrailCore
import FoundationEssentials

extension DynamoDBStore {
    /// Never over an entry that is there.
    public func append(_ entry: AuditEntry) async throws(StoreError) {
        var item = try RecordKey.audit(entry.id).holding(entry)
        item[RecordKey.expiry] = .number(Int(entry.at.timeIntervalSince1970 + AuditEntry.life))
        _ = try await write([.put(item, in: tables.records, if: .absent(RecordKey.partition))])
    }

    /// Those of one account are picked out of all: what people do in a year is little, and DynamoDB's filters read it too.
    public func auditEntries(
        about account: AccountID?, before id: AuditEntry.ID?, limit: Int
    ) async throws(StoreError) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        var last = id ?? "~"
        while entries.count < limit {
            let page = try await read(tables.records) { () throws(AWSError) in
                try await database.newest(Self.pageLength, .audit(before: last), in: tables.records)
            }
            for item in page {
                let entry: AuditEntry = try Document.decode(
                    from: item[RecordKey.document]?.string, "An entry of the audit log")
                last = entry.id
                if account.map(entry.accounts.contains) ?? true { entries.append(entry) }
            }
            if page.count < Self.pageLength { break }
        }
        return Array(entries.prefix(limit))
    }

    private static var pageLength: Int { 200 }
}

extension Condition {
    fileprivate static func audit(before id: AuditEntry.ID) -> Condition {
        Condition(
            "#p = :p AND #s < :s", names: ["p": RecordKey.partition, "s": RecordKey.sort],
            values: ["p": .string(RecordKey.auditLog), "s": .string(id)])
    }
}
