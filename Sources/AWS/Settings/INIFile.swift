/// A file of sections, keys and values, read as Python's `configparser` reads it, since that is what the AWS CLI goes by.
/// https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
struct INIFile {
    struct Section: Equatable {
        var name: String
        /// Keys are in lower case; a value's further lines are apart by line feeds.
        var values: [String: String]
    }

    /// In file order. Those of `[DEFAULT]` are part of every section.
    private(set) var sections: [Section] = []

    init(_ text: String, path: String) throws(AWSError) {
        var reader = INIReader(path: path)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for line in lines { try reader.read(line) }
        sections = reader.sections
    }
}

/// Reads line by line.
private struct INIReader {
    private static let defaults = "DEFAULT"

    private let path: String
    private var number = 0
    private var names: [String] = []
    private var values: [String: [String: [Substring]]] = [:]
    private var section: String?
    private var key: String?
    /// Of the section or key begun last: lines that are indented deeper go on with its value.
    private var indentation = 0

    init(path: String) {
        self.path = path
    }

    var sections: [INIFile.Section] {
        let defaults = values[Self.defaults] ?? [:]
        return names.map { name in
            let lines = defaults.merging(values[name] ?? [:]) { $1 }
            return .init(name: name, values: lines.mapValues { $0.joined(separator: "\n")[...].trimmedAtEnd })
        }
    }

    mutating func read(_ line: Substring) throws(AWSError) {
        number += 1
        let content = line.trimmed
        if content.first == "#" || content.first == ";" { return }
        if content.isEmpty { return goOn(with: content) }
        let indentation = line.unicodeScalars.prefix(while: \.isSpace).count
        if key != nil, indentation > self.indentation { return goOn(with: content) }
        self.indentation = indentation
        if let name = Self.header(content) {
            try begin(section: name)
        } else {
            try begin(key: content)
        }
    }

    private mutating func goOn(with content: Substring) {
        guard let section, let key else { return }
        values[section]?[key]?.append(content)
    }

    private mutating func begin(section name: String) throws(AWSError) {
        if name != Self.defaults {
            guard values[name] == nil else { throw mistake("expected each section once, found [\(name)] again") }
            names.append(name)
        }
        values[name, default: [:]].merge([:]) { $1 }
        section = name
        key = nil
    }

    private mutating func begin(key content: Substring) throws(AWSError) {
        guard let section else {
            throw mistake(Self.brokenHeader(content) ?? "expected a section such as [default] first")
        }
        guard let delimiter = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            throw mistake(Self.brokenHeader(content) ?? "expected `key = value`")
        }
        let key = content[..<delimiter].trimmed.lowercased()
        guard !key.isEmpty else { throw mistake("expected a key before `\(content[delimiter])`") }
        guard values[section]?[key] == nil else { throw mistake("expected each key once, found \(key) again") }
        values[section]?[key] = [content[content.index(after: delimiter)...].trimmed]
        self.key = key
    }

    /// The text between the first bracket and the last; what follows that is not looked at.
    private static func header(_ content: Substring) -> String? {
        guard content.first == "[", let end = content.lastIndex(of: "]") else { return nil }
        let name = content[content.index(after: content.startIndex)..<end]
        return name.isEmpty ? nil : String(name)
    }

    private static func brokenHeader(_ content: Substring) -> String? {
        guard content.first == "[" else { return nil }
        return content.contains("]")
            ? "expected a section's name between the brackets" : "expected `]` at the end of the section's name"
    }

    private func mistake(_ expected: String) -> AWSError {
        AWSError(.configuration, "\(path):\(number): \(expected)")
    }
}

extension Unicode.Scalar {
    /// As Python's `str.isspace` has it.
    fileprivate var isSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}

extension Substring {
    /// Without the space at both ends.
    var trimmed: Substring {
        let scalars = unicodeScalars
        let start = scalars.firstIndex { !$0.isSpace } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.isSpace }.map(scalars.index(after:)) ?? start
        return Substring(scalars[start..<end])
    }

    fileprivate var trimmedAtEnd: String {
        let scalars = unicodeScalars
        let end = scalars.lastIndex { !$0.isSpace }.map(scalars.index(after:)) ?? scalars.startIndex
        return String(Substring(scalars[..<end]))
    }
}
