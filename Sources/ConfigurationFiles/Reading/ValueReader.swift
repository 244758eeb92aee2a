/// Turns the nodes of one file into typed values and writes down each one that does not fit.
/// Absent, null and empty text all read as "not set", except where a function says otherwise.
struct ValueReader {
    let file: String
    private(set) var problems: [ConfigurationError.Problem] = []
    private(set) var notes: [String] = []

    init(file: String) {
        self.file = file
    }

    mutating func report(_ message: String, at position: FilePosition) {
        problems.append(ConfigurationError.Problem(file: file, position: position, message: message))
    }

    mutating func reject(_ node: Node, expected: String) {
        report("expected \(expected), found \(node.shown)", at: node.position)
    }

    /// Something harmless that people should know.
    mutating func note(_ message: String, at position: FilePosition) {
        notes.append("\(file):\(position): \(message)")
    }

    var problemsInOrder: [ConfigurationError.Problem] {
        problems.sorted { ($0.position ?? FilePosition()) < ($1.position ?? FilePosition()) }
    }

    /// The file's root; nil when there are no bytes, or they are no JSON.
    mutating func root(of bytes: [UInt8]?) -> Node? {
        guard let bytes else { return nil }
        let (root, found) = DocumentParser.parse(bytes, file: file)
        problems += found
        return root
    }
}

extension ValueReader {
    /// Hammer's documentation writes flags as text, too: `"enabled": "true"`.
    mutating func flag(_ node: Node?) -> Bool? {
        guard let node, !node.isUnset else { return nil }
        switch node.value {
        case .bool(let flag): return flag
        case .string(let text) where text.lowercased() == "true": return true
        case .string(let text) where text.lowercased() == "false": return false
        default:
            reject(node, expected: "true or false")
            return nil
        }
    }

    mutating func text(_ node: Node?, expected: String = "text in quotes") -> String? {
        guard let node, !node.isUnset else { return nil }
        if case .string(let text) = node.value { return text }
        reject(node, expected: expected)
        return nil
    }

    /// A whole number from 0.
    mutating func count(_ node: Node?) -> Int? {
        number(node, expected: "a whole number from 0") { $0 >= 0 }
    }

    mutating func count(_ node: Node?, within range: ClosedRange<Int>) -> Int? {
        number(node, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", range.contains)
    }

    private mutating func number(_ node: Node?, expected: String, _ fits: (Int) -> Bool) -> Int? {
        guard let node, !node.isUnset else { return nil }
        if case .number(let digits) = node.value, let number = Int(digits), fits(number) { return number }
        reject(node, expected: expected)
        return nil
    }

    mutating func section(_ node: Node?, named name: String) -> Section? {
        guard let node, !node.isUnset else { return nil }
        if case .object(let members) = node.value {
            return Section(name: name, position: node.position, members: members)
        }
        reject(node, expected: "an object { … }")
        return nil
    }

    /// The members of an object whose keys are names of the user's choice, each as a section.
    mutating func sections(in parent: Section?, of key: String) -> [(key: Node.Member, section: Section)] {
        guard let parent, let outer = section(parent[key], named: parent.path(to: key)) else { return [] }
        return outer.members.map { member in
            let name = outer.path(to: member.key)
            let empty = Section(name: name, position: member.node.position, members: [])
            return (member, section(member.node, named: name) ?? empty)
        }
    }

    /// A list of values made from text, repeated ones once; one text is a list of one. Empty texts in it are left out;
    /// an empty text instead of the list is an empty list, as an empty value is in Hammer; nil when absent or null.
    mutating func list<Value: Hashable>(
        _ node: Node?, of kinds: String, each expected: String, _ make: (String) -> Value?
    ) -> [Value]? {
        guard let items = items(node, of: kinds) else { return nil }
        var seen: Set<Value> = []
        return items.compactMap { value($0, expected: expected, make) }.filter { seen.insert($0).inserted }
    }

    /// The nodes of a list; a single text stands for a list of one.
    mutating func items(_ node: Node?, of kinds: String) -> [Node]? {
        guard let node, node.value != .null else { return nil }
        switch node.value {
        case .array(let nodes): return nodes
        case .string: return [node]
        default:
            reject(node, expected: "a list of \(kinds)")
            return nil
        }
    }

    mutating func list(_ node: Node?, of kinds: String, each expected: String) -> [String]? {
        list(node, of: kinds, each: expected) { $0 }
    }

    /// One value made from text.
    mutating func value<Value>(_ node: Node?, expected: String, _ make: (String) -> Value?) -> Value? {
        guard let node, let text = text(node, expected: expected) else { return nil }
        if let value = make(text) { return value }
        reject(node, expected: expected)
        return nil
    }

    mutating func interval(_ node: Node?) -> Duration? {
        value(node, expected: "an interval such as \"30s\", \"15m\", \"1h\" or \"1d\"") { text in
            let seconds: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
            let digits = text.dropLast()
            guard let unit = text.last.flatMap({ seconds[$0] }), digits.utf8.count <= 6,
                digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits), number > 0
            else { return nil }
            return .seconds(number * unit)
        }
    }
}

extension ValueReader {
    /// Notes each key that nobody reads: `known` are read, or belong to a part of Hammer that has no counterpart here;
    /// `unused` are Hammer's, and their loss is worth a sentence.
    mutating func noteUnread(in section: Section, known: Set<String>, unused: KeyValuePairs<String, String> = [:]) {
        for member in section.members where !known.contains(member.key) {
            let path = section.path(to: member.key).shortened()
            let reason = unused.first { $0.key == member.key }?.value
            note("`\(path)` is ignored: \(reason ?? "there is no such key")", at: member.keyPosition)
        }
    }
}
