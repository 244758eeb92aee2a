import CloudTrailCore

/// The accounts and regions that a text names.
struct MessageMentions: Hashable {
    /// In the order of their ids.
    let accounts: [Account]
    let regions: [Region]

    /// A shorter name says too little to be meant.
    private static let shortestName = 3

    init(in text: String, _ playbook: Playbook) {
        let words = text.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }.map(String.init)
        var found = words.lazy.map { $0.filter { $0 != "." } }.compactMap { AccountID($0) }
            .filter { playbook.watched[$0] != nil }.reduce(into: Set<AccountID>()) { $0.insert($1) }
        let lowered = " " + words.joined(separator: " ").lowercased() + " "
        let known = Set(words.map { $0.lowercased() })
        for account in playbook.accounts where !found.contains(account.id) {
            guard let name = account.name?.lowercased(), name.count >= Self.shortestName else { continue }
            let parts = name.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            // Most names are not there at all, which their first word tells.
            guard let first = parts.first, known.contains(String(first)) else { continue }
            if lowered.contains(" \(parts.joined(separator: " ")) ") { found.insert(account.id) }
        }
        accounts = found.sorted().map { playbook.account($0) }
        regions = Set(words.compactMap { Region($0.lowercased()) }).sorted()
    }
}
