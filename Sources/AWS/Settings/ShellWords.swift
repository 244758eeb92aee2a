/// Splits text into words as a POSIX shell does, quotes and backslashes included, and nothing else of a shell: this is
/// Python's `shlex.split`, which the AWS CLI uses. https://docs.python.org/3/library/shlex.html#parsing-rules
enum ShellWords {
    /// nil when a quotation is not closed or nothing follows the last backslash.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = text.unicodeScalars.makeIterator()
        while let scalar = rest.next() {
            switch (quote, scalar) {
            case (nil, " "), (nil, "\t"), (nil, "\r"), (nil, "\n"):
                if let word { words.append(String(word)) }
                word = nil
            case (nil, "'"), (nil, "\""):
                quote = scalar
                word = word ?? .init()
            case (let open?, _) where open == scalar: quote = nil
            case (nil, "\\"), ("\"", "\\"):
                guard let escaped = rest.next() else { return nil }
                // Between double quotes a backslash means itself before most characters.
                let isKept = quote != nil && escaped != "\\" && escaped != "\""
                word = (word ?? .init()) + (isKept ? [scalar, escaped] : [escaped])
            default: word = (word ?? .init()) + [scalar]
            }
        }
        if quote != nil { return nil }
        return word.map { words + [String($0)] } ?? words
    }
}
