/// Parses one JSON file as Hammer's users write it: trailing commas, `//` and `/* */` comments and a byte order mark are
/// accepted, everything else is RFC 8259. Stops at the first break of the grammar, collects every repeated key.
struct DocumentParser {
    /// Far deeper than any configuration; keeps hostile nesting off the stack.
    static let deepestNesting = 64

    /// A break of the grammar.
    struct SyntaxError: Error {
        var position: FilePosition
        var message: String
    }

    typealias Problem = ConfigurationError.Problem

    let file: String
    var cursor: TextCursor
    private var repeatedKeys: [Problem] = []
    private var depth = 0

    /// The document's root, nil when the grammar is broken, and what is wrong with the text.
    static func parse(_ bytes: [UInt8], file: String) -> (root: Node?, problems: [Problem]) {
        if let position = TextCursor.firstInvalidUTF8(in: bytes) {
            return (nil, [Problem(file: file, position: position, message: "expected text in UTF-8")])
        }
        var parser = DocumentParser(bytes, file: file)
        do throws(SyntaxError) {
            return (try parser.parseDocument(), parser.repeatedKeys)
        } catch {
            let problem = Problem(file: file, position: error.position, message: error.message)
            return (nil, parser.repeatedKeys + [problem])
        }
    }

    private init(_ bytes: [UInt8], file: String) {
        self.file = file
        cursor = TextCursor(bytes)
    }

    private mutating func parseDocument() throws(SyntaxError) -> Node {
        try skipBlanks()
        let root = try parseValue()
        try skipBlanks()
        if cursor.byte != nil { throw unexpected("the end of the file") }
        return root
    }

    private mutating func parseValue() throws(SyntaxError) -> Node {
        let start = cursor.position
        let value: Node.Value
        switch cursor.byte {
        case UInt8(ascii: "{"): value = .object(try nested { parser throws(SyntaxError) in try parser.parseMembers() })
        case UInt8(ascii: "["): value = .array(try nested { parser throws(SyntaxError) in try parser.parseItems() })
        case UInt8(ascii: "\""): value = .string(try parseString())
        case let byte? where "-0123456789".utf8.contains(byte): value = .number(try parseNumber())
        default: value = try parseWord()
        }
        return Node(position: start, value: value)
    }

    private mutating func nested<Result>(
        _ parse: (inout DocumentParser) throws(SyntaxError) -> Result
    ) throws(SyntaxError) -> Result {
        guard depth < Self.deepestNesting else {
            throw error("nested deeper than \(Self.deepestNesting) levels")
        }
        depth += 1
        defer { depth -= 1 }
        return try parse(&self)
    }

    private mutating func parseMembers() throws(SyntaxError) -> [Node.Member] {
        let opened = cursor.position
        cursor.advance()
        var members: [Node.Member] = []
        var seen: [String: FilePosition] = [:]
        try skipBlanks()
        while !cursor.take("}") {
            let member = try parseMember(of: opened)
            if let first = seen[member.key], member.key != Node.commentKey {
                let message = "the key \(member.key.quotedBriefly()) was given already at \(first)"
                repeatedKeys.append(Problem(file: file, position: member.keyPosition, message: message))
            } else {
                seen[member.key] = member.keyPosition
                members.append(member)
            }
            try parseSeparator(before: "}", closing: "{", opened: opened)
        }
        return members
    }

    private mutating func parseMember(of opened: FilePosition) throws(SyntaxError) -> Node.Member {
        guard cursor.byte == UInt8(ascii: "\"") else {
            throw unexpected("a key in double quotes, or } to close the { of \(opened)")
        }
        let keyPosition = cursor.position
        let key = try parseString()
        try skipBlanks()
        guard cursor.take(":") else { throw unexpected("a colon after the key \(key.quotedBriefly())") }
        try skipBlanks()
        return Node.Member(key: key, keyPosition: keyPosition, node: try parseValue())
    }

    private mutating func parseItems() throws(SyntaxError) -> [Node] {
        let opened = cursor.position
        cursor.advance()
        var items: [Node] = []
        try skipBlanks()
        while !cursor.take("]") {
            items.append(try parseValue())
            try parseSeparator(before: "]", closing: "[", opened: opened)
        }
        return items
    }

    /// A comma, also a trailing one, unless the closing bracket follows.
    private mutating func parseSeparator(
        before close: Unicode.Scalar, closing open: Unicode.Scalar, opened: FilePosition
    ) throws(SyntaxError) {
        try skipBlanks()
        guard cursor.byte != UInt8(ascii: close) else { return }
        guard cursor.take(",") else { throw unexpected("a comma, or \(close) to close the \(open) of \(opened)") }
        try skipBlanks()
    }
}
