/// The words of a command, taken from the front.
struct Words {
    private var words: ArraySlice<String>

    /// Quotation marks around words are how people mark names; they carry no meaning here.
    init(_ text: String) {
        let quotes: Set<Character> = ["\"", "“", "”", "`", "‘"]
        words =
            text.split(whereSeparator: \.isWhitespace).map { String($0.filter { !quotes.contains($0) }) }
            .filter { !$0.isEmpty }[...]
    }

    private init(_ words: ArraySlice<String>) {
        self.words = words
    }

    var count: Int { words.count }
    var first: String? { words.first }
    var last: String? { words.last }
    var joined: String { words.joined(separator: " ") }
    /// nil when nothing is left.
    var rest: String? { words.isEmpty ? nil : joined }
    var droppingLast: Words { Words(words.dropLast()) }

    /// Words that list things, apart by commas, `and` or spaces.
    var listed: [String] {
        words.flatMap { $0.split(separator: ",").map(String.init) }.filter { $0.lowercased() != "and" }
    }

    mutating func next() -> String? { words.popFirst() }

    /// The words up to one of `stops`, which stays.
    mutating func take(until stops: Set<String>) -> String? {
        let taken = words.prefix { !stops.contains($0.lowercased()) }
        words = words.dropFirst(taken.count)
        return taken.isEmpty ? nil : taken.joined(separator: " ")
    }

    func split(beforeFirst word: String) -> (Words, String?) {
        guard let index = words.firstIndex(where: { $0.lowercased() == word }) else { return (self, nil) }
        return (Words(words[..<index]), Words(words[(index + 1)...]).rest)
    }

    /// Names may contain these words themselves, so the last one counts.
    func split(beforeLastOf marks: Set<String>) -> (Words, Words)? {
        guard let index = words.lastIndex(where: { marks.contains($0.lowercased()) }) else { return nil }
        return (Words(words[..<index]), Words(words[(index + 1)...]))
    }

    /// Names may contain the word themselves, so the last one counts.
    func split(beforeLast word: String) -> (String?, Words?) {
        guard let index = words.lastIndex(where: { $0.lowercased() == word }) else { return (rest, nil) }
        return (Words(words[..<index]).rest, Words(words[(index + 1)...]))
    }

    /// The first word is always part of what comes before.
    func splitAfterFirst(where begins: (String) -> Bool) -> (String?, Words?) {
        guard let index = words.dropFirst().firstIndex(where: begins) else { return (rest, nil) }
        return (Words(words[..<index]).rest, Words(words[index...]))
    }
}

extension String {
    /// Cut to `limit` characters, the last of them a mark that something was cut.
    func shortened(to limit: Int) -> String {
        count <= limit ? self : prefix(limit - 1) + "…"
    }
}
