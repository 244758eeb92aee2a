/// The smallest parts of the grammar: blanks, words, numbers, strings.
extension DocumentParser {
    /// White space and comments.
    mutating func skipBlanks() throws(SyntaxError) {
        while let byte = cursor.byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): cursor.advance()
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(SyntaxError) {
        let start = cursor.position
        switch cursor.following {
        case UInt8(ascii: "/"):
            _ = cursor.takeWhile { $0 != UInt8(ascii: "\n") }
        case UInt8(ascii: "*"):
            cursor.advance()
            cursor.advance()
            while !(cursor.byte == UInt8(ascii: "*") && cursor.following == UInt8(ascii: "/")) {
                guard cursor.byte != nil else {
                    throw SyntaxError(
                        position: start, message: "expected */ to end this comment, found the end of the file")
                }
                cursor.advance()
            }
            cursor.advance()
            cursor.advance()
        default:
            throw unexpected("// or /* to begin a comment")
        }
    }

    mutating func parseWord() throws(SyntaxError) -> Node.Value {
        let ahead = cursor
        let word = String(decoding: cursor.takeWhile(\.isWordByte), as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            cursor = ahead
            throw unexpected("a value")
        }
    }

    mutating func parseNumber() throws(SyntaxError) -> String {
        let start = cursor.position
        let characters = cursor.takeWhile { $0.isWordByte || "+-.".utf8.contains($0) }
        let text = String(decoding: characters, as: UTF8.self)
        guard Self.isNumber(characters) else {
            throw SyntaxError(
                position: start, message: "expected a number, found \(text.shortened()) (account ids belong in quotes)")
        }
        return text
    }

    /// https://www.rfc-editor.org/rfc/rfc8259#section-6
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func takeDigits() -> ArraySlice<UInt8> {
            let digits = rest.prefix(while: \.isDigit)
            rest = rest.dropFirst(digits.count)
            return digits
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let whole = takeDigits()
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            if takeDigits().isEmpty { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
            if takeDigits().isEmpty { return false }
        }
        return rest.isEmpty
    }

    mutating func parseString() throws(SyntaxError) -> String {
        let opened = cursor.position
        cursor.advance()
        var text: [UInt8] = []
        while true {
            text += cursor.takeWhile { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            switch cursor.byte {
            case UInt8(ascii: "\""):
                cursor.advance()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += try parseEscape().utf8
            case UInt8(ascii: "\t"):
                throw error("a tab in a string is written \\t")
            default:
                throw unexpected("\" to close the text that begins at \(opened)")
            }
        }
    }

    private mutating func parseEscape() throws(SyntaxError) -> String {
        let start = cursor.position
        cursor.advance()
        let escaped = cursor.byte
        guard escaped != UInt8(ascii: "u") else { return try parseUnicodeEscape(from: start) }
        guard let escaped, let text = Self.escapes[escaped] else {
            throw SyntaxError(
                position: start, message: #"expected one of \" \\ \/ \b \f \n \r \t \u after the backslash"#)
        }
        cursor.advance()
        return text
    }

    private static let escapes: [UInt8: String] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    /// One `\uXXXX`, or the two of a surrogate pair. The cursor is on the `u`.
    private mutating func parseUnicodeEscape(from start: FilePosition) throws(SyntaxError) -> String {
        let first = try parseCodeUnit(from: start)
        var units = [first]
        if UTF16.isLeadSurrogate(first), cursor.byte == UInt8(ascii: "\\"), cursor.following == UInt8(ascii: "u") {
            cursor.advance()
            units.append(try parseCodeUnit(from: start))
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw SyntaxError(position: start, message: "this \\u escape is only half of a surrogate pair")
        }
        return text
    }

    private mutating func parseCodeUnit(from start: FilePosition) throws(SyntaxError) -> UInt16 {
        cursor.advance()
        var digits = ""
        while digits.utf8.count < 4, let byte = cursor.byte, byte.isHexDigit {
            digits.unicodeScalars.append(Unicode.Scalar(byte))
            cursor.advance()
        }
        guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
            throw SyntaxError(position: start, message: "expected four hexadecimal digits after \\u")
        }
        return unit
    }
}

/// What to say of a break of the grammar.
extension DocumentParser {
    func error(_ message: String) -> SyntaxError { SyntaxError(position: cursor.position, message: message) }

    func unexpected(_ expected: String) -> SyntaxError { error("expected \(expected), found \(found)") }

    private var found: String {
        var ahead = cursor
        switch cursor.byte {
        case nil: return "the end of the file"
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return "the end of the line"
        case let byte?:
            let word = String(decoding: ahead.takeWhile(\.isWordByte), as: UTF8.self)
            if !word.isEmpty { return word.shortened() }
            let symbol = byte < 0x20 || byte == 0x7F ? "a control character" : nil
            return symbol ?? String(Unicode.Scalar(byte))
        }
    }
}

extension UInt8 {
    /// Letters, digits, `_`, and anything beyond ASCII.
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: isDigit
        }
    }

    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
