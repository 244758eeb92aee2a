import CloudTrailCore

/// The grammar: text → command, or a refusal that says what would have worked.
public struct CommandParser: Sendable {
    public init() {}

    public func parse(_ text: String) throws(Refusal) -> Command {
        var words = Words(text)
        guard let first = words.next() else { return .help }
        switch first.lowercased() {
        case "ping": return try only(.ping, words, .ping)
        case "help", "?": return words.rest.map(Command.helpAbout) ?? .help
        case "status": return try only(.status, words, .status)
        case "doctor": return try only(.doctor, words, .doctor)
        case "report": return try report(words)
        case "digest": return try only(.digest, words, .digest)
        case "scan": return try scan(words)
        case "issues": return try issues(words)
        case "whitelist": return try whitelist(words)
        case "issue": return try issue(words)
        case "acknowledge", "ack": return try acknowledge(words)
        case "snooze": return try snooze(words)
        case "assign": return try assign(words)
        case "explain": return .explain(try targets(words, .explain))
        case "reopen": return try release(words)
        case "ticket": return try ticket(words)
        case "accounts": return .accounts(part: words.rest)
        case "account": return try account(words)
        case "audit": return .audit(account: words.rest, before: nil)
        case "cloudtrails": return try cloudtrails(words)
        default: throw unknown(first)
        }
    }

    private func unknown(_ word: String) -> Refusal {
        let refusal: RichText = "Unknown command \(code: word.shortened(to: 40))."
        guard let near = Suggestion.nearest(to: word, in: Usage.firstWords) else {
            return Refusal(refusal, usage: .help)
        }
        let usages = Usage.allCases.filter { $0.rawValue.split(separator: " ").first.map(String.init) == near }
        return Refusal(refusal + " Did you mean \(code: near)?", wouldWork: usages.map(\.rawValue))
    }

    private func only(_ command: Command, _ words: Words, _ usage: Usage) throws(Refusal) -> Command {
        guard let extra = words.first else { return command }
        throw Refusal(
            "\(code: usage.rawValue) takes nothing more, but \(code: extra.shortened(to: 40)) followed.", usage: usage)
    }

    private func scan(_ words: Words) throws(Refusal) -> Command {
        var words = words
        switch words.next()?.lowercased() {
        case "all": return try only(.scanAll, words, .scanAll)
        case "account":
            let (name, regionWords) = words.split(beforeLast: "in")
            guard let name else { throw Refusal("Which account?", usage: .scanAccount) }
            let regions =
                try regionWords.map { (list) throws(Refusal) in try regionNames(in: list, .scanAccount) } ?? []
            return .scanAccount(name, regions: regions)
        case let word?:
            throw Refusal(
                "I can scan \(code: "account") or \(code: "all"), not \(code: word.shortened(to: 40)).",
                usage: .scanAccount, .scanAll)
        case nil: return .ask(.scan)
        }
    }

    private func issues(_ words: Words) throws(Refusal) -> Command {
        var words = words
        var accounts: [String] = []
        var statuses: Set<Issue.Status> = []
        while let word = words.next() {
            switch word.lowercased() {
            case "account":
                guard let name = words.take(until: ["status", "account"]) else {
                    throw Refusal("Which account?", usage: .issues)
                }
                accounts.append(name)
            case "status":
                guard let list = words.next() else { throw Refusal("Which status?", usage: .issues) }
                for part in list.split(separator: ",") { statuses.insert(try status(String(part))) }
            default:
                if let short = Issue.Status(rawValue: word.lowercased()) {
                    statuses.insert(short)
                } else {
                    throw Refusal("I do not understand \(code: word.shortened(to: 40)) here.", usage: .issues)
                }
            }
        }
        return .issues(accounts: accounts, statuses: statuses)
    }

    private func status(_ word: String) throws(Refusal) -> Issue.Status {
        if let status = Issue.Status(rawValue: word.lowercased()) { return status }
        throw Refusal("There is no status \(code: word.shortened(to: 40)).", usage: .issues)
    }

    private func whitelist(_ words: Words) throws(Refusal) -> Command {
        var words = words
        switch words.next()?.lowercased() {
        case nil: return .whitelistList
        case "list": return try only(.whitelistList, words, .whitelistList)
        case "add": return words.first == nil ? .ask(.whitelist) : try whitelistAdd(words)
        case "remove":
            let (account, scopes) = try accountAndScopes(words, .whitelistRemove)
            return .whitelistRemove(account: account, scopes: scopes)
        case let word?:
            throw Refusal(
                "The whitelist can \(code: "list"), \(code: "add") or \(code: "remove"), not \(code: word.shortened(to: 40)).",
                usage: .whitelistList, .whitelistAdd, .whitelistRemove)
        }
    }

    private func account(_ words: Words) throws(Refusal) -> Command {
        guard let last = words.last, words.count >= 2 else {
            throw Refusal("Which account, and what of it?", usage: .accountName, .accountStatus)
        }
        let name = words.droppingLast.joined
        switch last.lowercased() {
        case "name": return .accountName(name)
        case "status": return .accountStatus(name)
        default:
            throw Refusal(
                "I can tell an account's \(code: "name") or \(code: "status"), not \(code: last.shortened(to: 40)).",
                usage: .accountName, .accountStatus)
        }
    }

    private func cloudtrails(_ words: Words) throws(Refusal) -> Command {
        switch words.joined.lowercased() {
        case "config": return .configuration
        case "whitelisted items": return .whitelistList
        default:
            throw Refusal(
                "Ask for the configuration or the whitelisted items.", usage: .configuration, .whitelistedItems)
        }
    }

    /// The account is whatever stands before the first word that lists regions.
    func accountAndScopes(_ words: Words, _ usage: Usage) throws(Refusal) -> (String, [RegionScope]) {
        let (name, list) = words.splitAfterFirst(where: \.listsRegions)
        guard let name else { throw Refusal("Which account?", usage: usage) }
        guard let list else {
            throw Refusal("Which regions? I found none in \(code: words.joined.shortened(to: 80)).", usage: usage)
        }
        var scopes: [RegionScope] = []
        for word in list.listed {
            guard let scope = RegionScope(word) else { throw notARegion(word, usage) }
            scopes.append(scope)
        }
        guard !scopes.isEmpty else { throw Refusal("Which regions?", usage: usage) }
        return (name, scopes)
    }

    private func regionNames(in words: Words, _ usage: Usage) throws(Refusal) -> [Region] {
        var regions: [Region] = []
        for word in words.listed {
            guard let region = Region(word) else { throw notARegion(word, usage) }
            regions.append(region)
        }
        guard !regions.isEmpty else { throw Refusal("In which regions?", usage: usage) }
        return regions
    }

    private func notARegion(_ word: String, _ usage: Usage) -> Refusal {
        Refusal("\(code: word.shortened(to: 40)) is not a region; they look like \(code: "eu-west-1").", usage: usage)
    }
}

extension String {
    /// Whether a word is a list of regions, or `*`.
    fileprivate var listsRegions: Bool {
        let parts = split(separator: ",")
        return !parts.isEmpty && parts.allSatisfy { RegionScope(String($0)) != nil }
    }
}
