import AWS
import ChatOps
import CloudTrailCore
import FoundationEssentials

extension DynamoDBStore {
    /// Never over an entry that is there.
    public func append(_ entry: AuditEntry) async throws(StoreError) {
        func write(about account: AccountID?, if condition: Condition? = nil) throws(StoreError) -> Write {
            var item = try RecordKey.audit(entry.id, about: account).holding(entry)
            item[RecordKey.expiry] = .number(Int(entry.at.timeIntervalSince1970 + AuditEntry.life))
            return .put(item, in: tables.records, if: condition)
        }
        var groups = [[try write(about: nil, if: .absent(RecordKey.partition))]]
        for account in Set(entry.accounts) { groups.append([try write(about: account)]) }
        for writes in Batches(groups).all {
            guard try await self.write(writes).isEmpty else { return }
        }
    }

    /// One that cannot be read does not hide the others.
    public func auditEntries(
        about account: AccountID?, before id: AuditEntry.ID?, limit: Int
    ) async throws(StoreError) -> [AuditEntry] {
        var (entries, last, isEnd) = ([AuditEntry](), id ?? "~", false)
        while entries.count < limit, !isEnd {
            let missing = limit - entries.count
            let page = try await read(tables.records) { [last] () throws(AWSError) in
                try await database.newest(missing, .audit(about: account, before: last), in: tables.records)
            }
            for item in page {
                last = item[RecordKey.sort]?.string ?? last
                let text = item[RecordKey.document]?.string
                if let entry: AuditEntry = try? Document.decode(from: text, "An entry") { entries.append(entry) }
            }
            isEnd = page.count < missing
        }
        return entries
    }
}

extension Condition {
    fileprivate static func audit(about account: AccountID?, before id: AuditEntry.ID) -> Condition {
        Condition(
            "#p = :p AND #s < :s", names: ["p": RecordKey.partition, "s": RecordKey.sort],
            values: ["p": .string(RecordKey.audit(about: account)), "s": .string(id)])
    }
}
