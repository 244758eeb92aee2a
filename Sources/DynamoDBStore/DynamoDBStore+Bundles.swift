import AWS
import ChatOps
import CloudTrailCore
import FoundationEssentials

/// Notices are stored with their issue, in one transaction. More than it takes go into one record first, their bundle, and out of it
/// each into records of its own; who looks for what is to be told unpacks what a crash left.
extension DynamoDBStore {
    /// Stores them with `writes`; throws `stale` where a condition of these does not hold.
    func bundle(_ notices: [Notice], with writes: [Write]) async throws(StoreError) {
        let document = try LongDocument(.bundle(id: UUID().uuidString), holding: notices)
        try await replace(with: document) { () throws(StoreError) in
            try await write(writes + [.put(document.head, in: tables.records)], pairs: [])
        }
        // They are stored: what fails now is done by the next look.
        try? await unpackBundles()
    }

    func unpackBundles() async throws(StoreError) {
        for head in try await records(in: RecordKey.bundles) {
            let id = head[RecordKey.sort]?.string ?? ""
            var end: [Write] = [.delete(RecordKey.bundle(id: id).item, in: tables.records)]
            do throws(StoreError) {
                guard let notices: [Notice] = try await longDocument(.bundle(id: id), "A bundle of notices") else {
                    continue
                }
                var groups: [[Write]] = []
                for notice in notices { groups.append(try adding(notice)) }
                for pairs in Batches(groups).all { try await write([], pairs: pairs) }
            } catch  where error.code == .corrupt {
                // It must not hold up the others.
                end.append(.put(RecordKey.failed(id: id).item, in: tables.records))
            }
            _ = try await write(end)
            await deletePieces(of: head)
        }
    }

    /// Two writes, refused where that notice is there already. An issue that begins anew after Hammer wrote over it counts from 1
    /// again, so that old notices may have the new ones' ids: these are told apart by their time.
    func adding(_ notice: Notice) throws(StoreError) -> [Write] {
        let item = try item(of: notice)
        let isNew = Condition(
            "attribute_not_exists(#a) OR #c <> :c", names: ["a": RecordKey.partition, "c": RecordKey.created],
            values: ["c": item[RecordKey.created] ?? .null])
        return [
            .put(item, in: tables.records, if: isNew),
            .put(try RecordKey.pending(id: notice.id).holding(notice), in: tables.records),
        ]
    }

    /// Of the `pairs`, those whose condition does not hold are left out. Throws `stale` where one of `first` does not hold.
    func write(_ first: [Write], pairs: [Write]) async throws(StoreError) {
        var pairs = pairs
        while !(first + pairs).isEmpty {
            let refused = try await write(first + pairs)
            if refused.isEmpty { return }
            guard refused.allSatisfy({ $0 >= first.count }) else {
                throw StoreError(.stale, "Somebody else has written in the meantime.")
            }
            let known = Set(refused.map { ($0 - first.count) / 2 })
            pairs = pairs.enumerated().filter { !known.contains($0.offset / 2) }.map(\.element)
        }
    }
}
