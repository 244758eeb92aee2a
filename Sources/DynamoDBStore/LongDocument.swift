import AWS
import CloudTrailCore
import FoundationEssentials

/// A record whose document may be larger than an item: then it goes on in items beside it, which name the same edition. Items that
/// a longer edition left behind are passed over.
struct LongDocument {
    /// Well below DynamoDB's 400 KB, for keys and other attributes.
    static let pieceBytes = 300_000
    private static let pieces = "pieces"
    private static let edition = "edition"

    /// The record's items; the first is the record itself. All have `attributes`.
    static func items(
        of key: RecordKey, holding value: some Encodable, _ attributes: DynamoDB.Item = [:]
    ) throws(StoreError) -> [DynamoDB.Item] {
        let texts = split(try Document.encode(value))
        let name = UUID().uuidString
        return texts.enumerated().map { index, text in
            var item = (index == 0 ? key.item : pieceKey(of: key, index)).merging(attributes) { $1 }
            item[RecordKey.document] = .string(text)
            if texts.count > 1 {
                item[edition] = .string(name)
                item[pieces] = .number(texts.count)
            }
            return item
        }
    }

    /// The keys of the items in which it goes on.
    static func pieceKeys(of key: RecordKey, _ first: DynamoDB.Item) -> [DynamoDB.Item] {
        (1..<max(first[pieces]?.int ?? 1, 1)).map { pieceKey(of: key, $0) }
    }

    /// nil when the items are not of one edition, having been read while another was written.
    static func text(_ first: DynamoDB.Item, _ others: [DynamoDB.Item]) -> String? {
        let count = first[pieces]?.int ?? 1
        guard others.count == count - 1, others.allSatisfy({ $0[edition] == first[edition] }) else { return nil }
        let ordered = others.sorted { number($0) < number($1) }
        return ([first] + ordered).map { $0[RecordKey.document]?.string ?? "" }.joined()
    }

    private static let mark = "#piece#"

    private static func pieceKey(of key: RecordKey, _ index: Int) -> DynamoDB.Item {
        var item = key.item
        item[RecordKey.sort] = .string((item[RecordKey.sort]?.string ?? "") + mark + String(index))
        return item
    }

    private static func number(_ item: DynamoDB.Item) -> Int {
        item[RecordKey.sort]?.string?.split(separator: "#").last.flatMap { Int($0) } ?? 0
    }

    private static func split(_ text: String) -> [String] {
        var (pieces, rest) = ([String](), text[...])
        while rest.utf8.count > pieceBytes {
            var end = rest.utf8.index(rest.startIndex, offsetBy: pieceBytes)
            while end.samePosition(in: text.unicodeScalars) == nil { end = rest.utf8.index(before: end) }
            pieces.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return pieces + [String(rest)]
    }
}

extension DynamoDBStore {
    /// nil when there is none.
    func longDocument<Value: Decodable>(
        _ key: RecordKey, _ what: @autoclosure () -> String
    ) async throws(StoreError) -> Value? {
        for _ in 0..<8 {
            guard let first = try await record(key) else { return nil }
            let keys = LongDocument.pieceKeys(of: key, first)
            let others =
                keys.isEmpty
                ? []
                : try await read(tables.records) { () throws(AWSError) in
                    try await database.items(keys, in: tables.records)
                }
            guard let text = LongDocument.text(first, others) else { continue }
            return try Document.decode(from: text, what())
        }
        throw StoreError(.corrupt, "\(what()) in the database is not whole.")
    }
}
