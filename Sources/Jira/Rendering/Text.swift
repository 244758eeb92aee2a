import ChatOps

extension String {
    /// At most `limit` UTF-16 units, which is how JIRA counts; what is cut ends in `…`.
    func cut(to limit: Int) -> String {
        guard utf16.count > limit else { return self }
        var (result, length) = ("", 1)
        for character in self {
            length += character.utf16.count
            if length > limit { break }
            result.append(character)
        }
        return limit > 0 ? result + "…" : ""
    }

    /// Line ends as `\n`, and no other control characters, which JIRA's XML exports cannot hold.
    var withoutControls: String {
        let text = replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t" }))
    }

    /// The same without line ends: a summary, a heading and a list item are one line.
    var onOneLine: String {
        withoutControls.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Only such links are made; anything else stays text.
    var isWebAddress: Bool {
        let text = lowercased()
        return text.hasPrefix("https://") || text.hasPrefix("http://")
    }
}

extension RichText {
    /// Neighbouring plain runs as one, so that markup spread over two of them is seen.
    var merged: [Run] {
        runs.reduce(into: []) { merged, run in
            if case .plain(let text) = run.spelledOut, case .plain(let before)? = merged.last {
                merged[merged.count - 1] = .plain(before + text)
            } else {
                merged.append(run.spelledOut)
            }
        }
    }
}

extension RichText.Run {
    /// The tracker does not know the chat's people and channels.
    fileprivate var spelledOut: RichText.Run {
        switch self {
        case .person, .channel: .plain(plain)
        case .plain, .bold, .code, .link: self
        }
    }
}
