import AWS
import ChatOps
import CloudTrailCore

/// One item that is put under a condition, outside of transactions. Where the answer to a put is lost, its repetition is refused,
/// and the next look finds it.
extension DynamoDBStore: LeaseStore {
    public func lease() async throws(StoreError) -> Lease.Record? {
        guard let item = try await record(.lease) else { return nil }
        guard let fence = item["fence"]?.int, let beat = item["beat"]?.int else {
            throw StoreError(.corrupt, "The replicas' lease in the database cannot be read.")
        }
        return Lease.Record(holder: item["holder"]?.string, fence: fence, beat: beat)
    }

    public func replace(_ old: Lease.Record?, with new: Lease.Record) async throws(StoreError) -> Bool {
        var item = RecordKey.lease.item
        item["holder"] = new.holder.map { .string($0) } ?? .null
        item["fence"] = .number(new.fence)
        item["beat"] = .number(new.beat)
        let condition =
            old.map {
                Condition(
                    "#holder = :holder AND #fence = :fence AND #beat = :beat",
                    names: ["holder": "holder", "fence": "fence", "beat": "beat"],
                    values: [
                        "holder": $0.holder.map { .string($0) } ?? .null, "fence": .number($0.fence),
                        "beat": .number($0.beat),
                    ])
            } ?? .absent(RecordKey.partition)
        return try await read(tables.records) { [item] () throws(AWSError) in
            try await database.put(item, in: tables.records, if: condition)
        }
    }
}
