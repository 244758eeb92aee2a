import CloudTrailCore

// The commands that act on issues.

extension CommandParser {
    func issue(_ words: Words) throws(Refusal) -> Command {
        let (account, scopes) = try accountAndScopes(words, .issue)
        guard scopes.count == 1, case .region(let region) = scopes[0] else {
            throw Refusal("Name one region.", usage: .issue)
        }
        return .issue(account: account, region: region)
    }

    func report(_ words: Words) throws(Refusal) -> Command {
        guard let kind = ReportKind(rawValue: words.joined.lowercased()) else {
            throw Refusal("Which report?", usage: .reportTable, .reportPicture)
        }
        return .report(kind)
    }

    func acknowledge(_ words: Words) throws(Refusal) -> Command { .acknowledge(try targets(words, .acknowledge)) }

    func release(_ words: Words) throws(Refusal) -> Command { .release(try targets(words, .release)) }

    /// Whom follows `to`, or is the last word.
    func assign(_ words: Words) throws(Refusal) -> Command {
        if let (before, after) = words.split(beforeLastOf: ["to"]), after.count > 0 {
            return .assign(try targets(before, .assign), to: after.joined)
        }
        guard let last = words.last, words.count > 2 else { throw Refusal("To whom?", usage: .assign) }
        return .assign(try targets(words.droppingLast, .assign), to: last)
    }

    func ticket(_ words: Words) throws(Refusal) -> Command {
        let (account, scopes) = try accountAndScopes(words, .ticket)
        guard scopes.count == 1, case .region = scopes[0] else {
            throw Refusal("A ticket is for one region.", usage: .ticket)
        }
        return .ticket(.regions(account: account, scopes))
    }

    func snooze(_ words: Words) throws(Refusal) -> Command {
        let (rest, until) = try deadline(words, .snooze)
        guard let until else { throw Refusal("For how long?", usage: .snooze) }
        return .snooze(try targets(rest, .snooze), until: until)
    }

    func whitelistAdd(_ words: Words) throws(Refusal) -> Command {
        let (rest, reason) = words.split(beforeFirst: "because")
        let (places, until) = try deadline(rest, .whitelistAdd)
        return .whitelistAdd(try targets(places, .whitelistAdd), until: until, reason: reason)
    }

    func targets(_ words: Words, _ usage: Usage) throws(Refusal) -> Command.Targets {
        let (account, scopes) = try accountAndScopes(words, usage)
        return .regions(account: account, scopes)
    }

    /// The deadline that ends the words, and what stands before it. An account's name may hold `for` as well: then a region
    /// follows, and more.
    private func deadline(_ words: Words, _ usage: Usage) throws(Refusal) -> (Words, Deadline?) {
        guard let (before, after) = words.split(beforeLastOf: ["for", "until"]), after.count <= 1 else {
            return (words, nil)
        }
        guard let deadline = Deadline(after.joined) else {
            throw Refusal(
                "\(code: after.joined.shortened(to: 40)) is no time I understand; \(code: "4h"), \(code: "7d") and \(code: "2026-12-31") are.",
                usage: usage)
        }
        return (before, deadline)
    }
}
