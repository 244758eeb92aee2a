import AWS
import CloudTrailCore
import FoundationEssentials

/// A record whose document may be larger than an item, or than a transaction: it goes on in pieces, which are put before the head
/// that names them. Each edition has pieces of its own, so nobody ever reads two editions mixed.
struct LongDocument {
    /// Well below DynamoDB's 400 KB, for keys and other attributes.
    static let pieceBytes = 300_000
    private static let pieces = "pieces"
    private static let edition = "edition"

    let key: RecordKey
    /// The record itself.
    let head: DynamoDB.Item
    let pieces: [DynamoDB.Item]

    /// All of its items have `attributes`.
    init(_ key: RecordKey, holding value: some Encodable, _ attributes: DynamoDB.Item = [:]) throws(StoreError) {
        let texts = Self.split(try Document.encode(value))
        var head = key.item.merging(attributes) { $1 }
        head[RecordKey.document] = .string(texts[0])
        if texts.count > 1 {
            head[Self.edition] = .string(UUID().uuidString)
            head[Self.pieces] = .number(texts.count - 1)
        }
        self.key = key
        self.head = head
        pieces = zip(Self.pieceKeys(of: head), texts.dropFirst()).map { key, text in
            var item = key.merging(attributes) { $1 }
            item[RecordKey.document] = .string(text)
            return item
        }
    }

    /// The keys of the pieces that a head names, in their order.
    static func pieceKeys(of head: DynamoDB.Item) -> [DynamoDB.Item] {
        let (partition, sort) = (head[RecordKey.partition]?.string ?? "", head[RecordKey.sort]?.string ?? "")
        return (0..<max(head[pieces]?.int ?? 0, 0)).map { index in
            [
                RecordKey.partition: .string("\(partition)#pieces"),
                RecordKey.sort: .string("\(sort)#\(head[edition]?.string ?? "")#\(index)"),
            ]
        }
    }

    /// nil where a piece is missing. `pieces` are in no order.
    static func text(of head: DynamoDB.Item, _ pieces: [DynamoDB.Item]) -> String? {
        var texts: [AttributeValue?: String] = [:]
        for piece in pieces { texts[piece[RecordKey.sort]] = piece[RecordKey.document]?.string }
        var text = head[RecordKey.document]?.string ?? ""
        for key in pieceKeys(of: head) {
            guard let next = texts[key[RecordKey.sort]] else { return nil }
            text += next
        }
        return text
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
