/// A JSON value and where it begins.
struct Node: Hashable, Sendable {
    var position: FilePosition
    var value: Value

    indirect enum Value: Hashable, Sendable {
        case null
        case bool(Bool)
        /// As it is written; whether it fits a number type is decided by whoever reads it.
        case number(String)
        case string(String)
        case array([Node])
        /// In file order, every key once.
        case object([Member])
    }

    /// A key and its value.
    struct Member: Hashable, Sendable {
        var key: String
        var keyPosition: FilePosition
        var node: Node
    }
}

extension Node {
    /// Hammer's files carry comments as members of this name, anywhere.
    static let commentKey = "__comment__"

    /// null and the empty string both say "not set".
    var isUnset: Bool { value == .null || value == .string("") }

    /// The value as an error shows it, after "found".
    var shown: String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let digits): digits.shortened()
        case .string(let text): text.quotedBriefly()
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension String {
    /// On one line, in quotes, and short enough for an error.
    func quotedBriefly() -> String {
        let visible = String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.isPrintable ? $0 : "\u{FFFD}" }))
        return "\"\(visible.shortened())\""
    }

    /// At most 60 characters, the cut shown.
    func shortened() -> String { count > 60 ? prefix(59) + "…" : self }
}

extension Unicode.Scalar.Properties {
    /// false for what could break a line or steer a terminal.
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }
}
