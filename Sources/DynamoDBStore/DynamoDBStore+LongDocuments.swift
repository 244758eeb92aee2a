import AWS
import CloudTrailCore
import FoundationEssentials

extension DynamoDBStore {
    /// nil when there is none, or when its time is over, from when on DynamoDB takes its items away one by one.
    func longDocument<Value: Decodable>(
        _ key: RecordKey, _ what: @autoclosure () -> String
    ) async throws(StoreError) -> Value? {
        for _ in 0..<8 {
            guard let head = try await record(key) else { return nil }
            if let end = head[RecordKey.expiry]?.int, end <= now().unixSeconds { return nil }
            let keys = LongDocument.pieceKeys(of: head)
            let pieces = try await read(tables.records) { () throws(AWSError) in
                try await database.items(keys, in: tables.records)
            }
            // Otherwise another edition has come, whose head names other pieces.
            guard let text = LongDocument.text(of: head, pieces) else { continue }
            return try Document.decode(from: text, what())
        }
        throw StoreError(.corrupt, "\(what()) in the database is not whole.")
    }

    /// Puts the document in the place of what was there. `writeHead` writes its head, with what has to be written at the same time;
    /// it throws `stale` only where nothing is written. Pieces that a crash leaves behind are read by nobody.
    func replace(
        with document: LongDocument, _ writeHead: () async throws(StoreError) -> Void
    ) async throws(StoreError) {
        let old = try await record(document.key)
        for writes in Batches(document.pieces.map { [.put($0, in: tables.records)] }).all {
            _ = try await write(writes)
        }
        do throws(StoreError) { try await writeHead() } catch {
            // After other errors it may be written nevertheless.
            if error.code == .stale { await deletePieces(of: document.head) }
            throw error
        }
        if let old { await deletePieces(of: old) }
    }

    /// The same of several, whose heads are written together.
    func replace(
        with documents: ArraySlice<LongDocument>, _ writeHeads: () async throws(StoreError) -> Void
    ) async throws(StoreError) {
        guard let first = documents.first else { return try await writeHeads() }
        try await replace(with: first) { () throws(StoreError) in
            try await replace(with: documents.dropFirst(), writeHeads)
        }
    }

    func deletePieces(of head: DynamoDB.Item) async {
        let keys = LongDocument.pieceKeys(of: head)
        for writes in Batches(keys.map { [.delete($0, in: tables.records)] }).all { _ = try? await write(writes) }
    }
}
