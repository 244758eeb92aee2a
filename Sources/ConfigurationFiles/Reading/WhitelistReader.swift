import CloudTrailCore

/// Reads whitelist.json; only its `cloudtrails` section concerns us.
struct WhitelistReader {
    var values = ValueReader(file: "whitelist.json")

    mutating func read(_ root: Node) -> Whitelist {
        guard let file = values.section(root, named: ""),
            let section = values.section(file["cloudtrails"], named: "cloudtrails")
        else { return Whitelist() }
        return Whitelist(section.members.flatMap { readEntries($0) })
    }

    private mutating func readEntries(_ member: Node.Member) -> [Whitelist.Entry] {
        let expected = "\(ValueReader.regionForm), or \"*\" for all of them"
        let scopes = values.list(member.node, of: "regions", each: expected, RegionScope.init(_:))
        guard let account = values.accountID(keyOf: member) else { return [] }
        return (scopes ?? []).map { Whitelist.Entry(account: account, scope: $0, origin: .file) }
    }
}
