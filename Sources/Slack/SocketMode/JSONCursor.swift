import FoundationEssentials

/// Walks JSON text without decoding it: finds members, skips everything else. Lenient about what it skips (a broken
/// payload must not hide the members around it), strict about what it returns.
struct JSONCursor {
    /// The contents of a string, between its quotes.
    struct Text {
        var range: Range<Int>
        var hasEscapes: Bool
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Visits each member of the object at the cursor. A visitor reads the value or leaves it to be skipped. Ends, not
    /// moved, at the first thing that is not JSON; what was visited until then stands.
    mutating func readMembers(_ visit: (Text, inout JSONCursor) -> Void) {
        let start = position
        guard take(UInt8(ascii: "{")), !take(UInt8(ascii: "}")) else { return }
        while let key = readString(), take(UInt8(ascii: ":")) {
            skipSpace()
            let value = position
            visit(key, &self)
            if position == value { skipValue() }
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return }
            break
        }
        position = start
    }

    /// The string at the cursor, nil (and not moved) when there is another kind of value or no closing quote.
    mutating func readString() -> Text? {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        var index = position + 1
        let start = index
        var hasEscapes = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                position = index + 1
                return Text(range: start..<index, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index += 2
            default:
                index += 1
            }
        }
        return nil
    }

    func equals(_ text: Text, _ expected: StaticString) -> Bool {
        if text.hasEscapes { return decoded(text) == expected.description }
        guard text.range.count == expected.utf8CodeUnitCount else { return false }
        for offset in 0..<text.range.count
        where bytes[text.range.lowerBound + offset] != expected.utf8Start[offset] {
            return false
        }
        return true
    }

    /// The text with its escapes resolved, nil when it is not a valid JSON string.
    func decoded(_ text: Text) -> String? {
        let quoted = text.range.lowerBound - 1..<text.range.upperBound + 1
        return try? JSONDecoder().decode(String.self, from: Data(bytes[quoted]))
    }

    private mutating func skipValue() {
        skipSpace()
        guard position < bytes.count else { return }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            if readString() == nil { position = bytes.count }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            skipNested()
        default:
            while position < bytes.count, !Self.endsScalar(bytes[position]) { position += 1 }
        }
    }

    /// Counts brackets outside strings: no recursion, so depth costs nothing.
    private mutating func skipNested() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard readString() != nil else { return position = bytes.count }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return position += 1 }
            default:
                break
            }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || isSpace(byte)
    }
}
