/// Reads XML without DTDs, keeping elements and text. Nesting and size are bounded, and no entity can be defined.
struct XMLParser {
    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(XMLError) -> XMLElement {
        if starts("\u{FEFF}") { position += 3 }
        try skipMisc()
        guard peek == UInt8(ascii: "<") else { throw wrong("expected an element") }
        let root = try element(depth: 1)
        try skipMisc()
        guard position == bytes.count else { throw wrong("expected nothing after the root element") }
        return root
    }

    private mutating func element(depth: Int) throws(XMLError) -> XMLElement {
        guard depth <= Self.maximumDepth else { throw wrong("nested too deeply") }
        position += 1
        let qualifiedName = try name()
        var element = XMLElement(name: Self.local(qualifiedName))
        if try skipAttributes() { return element }
        var text: [UInt8] = []
        while true {
            guard let byte = peek else { throw cut }
            if byte == UInt8(ascii: "&") {
                text += try reference()
            } else if byte != UInt8(ascii: "<") {
                text.append(byte)
                position += 1
            } else if starts("</") {
                try end(of: qualifiedName)
                element.text = String(decoding: Self.trimmed(text), as: UTF8.self)
                return element
            } else if starts("<![CDATA[") {
                position += 9
                text += try upTo("]]>")
            } else if starts("<!--") {
                position += 4
                _ = try upTo("-->")
            } else if starts("<?") {
                _ = try upTo("?>")
            } else {
                element.children.append(try self.element(depth: depth + 1))
            }
        }
    }

    /// True when the element ended here, as `<name/>`.
    private mutating func skipAttributes() throws(XMLError) -> Bool {
        while true {
            skipSpace()
            guard let byte = peek else { throw cut }
            if byte == UInt8(ascii: ">") {
                position += 1
                return false
            }
            if starts("/>") {
                position += 2
                return true
            }
            _ = try name()
            skipSpace()
            guard peek == UInt8(ascii: "=") else { throw wrong("expected `=` after an attribute's name") }
            position += 1
            skipSpace()
            guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
                throw wrong("expected an attribute's value in quotes")
            }
            position += 1
            _ = try upTo(quote == UInt8(ascii: "'") ? "'" : "\"")
        }
    }

    private mutating func end(of name: [UInt8]) throws(XMLError) {
        position += 2
        guard try self.name() == name else { throw wrong("expected </\(String(decoding: name, as: UTF8.self))>") }
        skipSpace()
        guard let byte = peek else { throw cut }
        guard byte == UInt8(ascii: ">") else { throw wrong("expected `>`") }
        position += 1
    }

    private mutating func name() throws(XMLError) -> [UInt8] {
        let start = position
        while let byte = peek, !byte.isSpace, !"<>/=&\"'".utf8.contains(byte) { position += 1 }
        guard position < bytes.count else { throw cut }
        guard position > start else { throw wrong("expected a name") }
        return Array(bytes[start..<position])
    }

    /// `&lt;` `&#60;` `&#x3C;` …
    private mutating func reference() throws(XMLError) -> [UInt8] {
        let start = position
        position += 1
        let body = String(decoding: try upTo(";"), as: UTF8.self)
        switch body {
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "amp": return [UInt8(ascii: "&")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default: break
        }
        let number = body.hasPrefix("#x") ? UInt32(body.dropFirst(2), radix: 16) : UInt32(body.dropFirst(), radix: 10)
        guard body.hasPrefix("#"), let number, let scalar = Unicode.Scalar(number) else {
            position = start
            throw wrong("an unknown entity")
        }
        return Array(String(Character(scalar)).utf8)
    }

    /// Space, comments, declarations and processing instructions around the root element.
    private mutating func skipMisc() throws(XMLError) {
        while true {
            skipSpace()
            if starts("<?") {
                _ = try upTo("?>")
            } else if starts("<!--") {
                position += 4
                _ = try upTo("-->")
            } else if starts("<!") {
                throw wrong("a DTD, which no AWS answer has")
            } else {
                return
            }
        }
    }

    /// What stands before `mark`, which is passed over too.
    private mutating func upTo(_ mark: StaticString) throws(XMLError) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count {
            if starts(mark) {
                defer { position += mark.utf8CodeUnitCount }
                return bytes[start..<position]
            }
            position += 1
        }
        throw cut
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func starts(_ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func skipSpace() {
        while let byte = peek, byte.isSpace { position += 1 }
    }

    private var cut: XMLError { XMLError(reason: "cut short at byte \(bytes.count)") }

    private func wrong(_ what: String) -> XMLError {
        position < bytes.count ? XMLError(reason: "\(what) at byte \(position)") : cut
    }

    private static func local(_ name: [UInt8]) -> String {
        String(decoding: name.split(separator: UInt8(ascii: ":")).last ?? name[...], as: UTF8.self)
    }

    private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
        guard let start = text.firstIndex(where: { !$0.isSpace }), let end = text.lastIndex(where: { !$0.isSpace })
        else { return [] }
        return text[start...end]
    }
}
