/// Walks over the bytes of a UTF-8 text and knows where it is.
struct TextCursor {
    private let bytes: [UInt8]
    private var index = 0
    private(set) var position = FilePosition()

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the text.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The byte here, nil at the end.
    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The byte after this one.
    var following: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

    mutating func advance() {
        guard let byte else { return }
        index += 1
        if byte == UInt8(ascii: "\n") {
            position = FilePosition(line: position.line + 1)
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            position.column += 1
        }
    }

    /// Steps over `expected` when it is here.
    mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: expected) else { return false }
        advance()
        return true
    }

    /// Steps over the bytes that satisfy `condition` and answers them.
    mutating func takeWhile(_ condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = index
        while let byte, condition(byte) { advance() }
        return bytes[start..<index]
    }

    /// Where the text stops being UTF-8, nil when all of it is.
    static func firstInvalidUTF8(in bytes: [UInt8]) -> FilePosition? {
        var iterator = bytes.makeIterator()
        var decoder = UTF8()
        var position = FilePosition()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\n"): position = FilePosition(line: position.line + 1)
            case .scalarValue: position.column += 1
            case .emptyInput: return nil
            case .error: return position
            }
        }
    }
}
