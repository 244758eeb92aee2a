import ChatOps
import CloudTrailCore

import struct FoundationEssentials.Date

/// Reads whitelist.json; only its `cloudtrails` section concerns us. An entry is a region's name, as Hammer has it, or an object
/// of our own: `{"region": …, "until": …, "reason": …}`.
struct WhitelistReader {
    private static let expectedScope = "\(ValueReader.regionForm), or \"*\" for all of them"

    var values = ValueReader(file: "whitelist.json")

    mutating func read(_ root: Node) -> Whitelist {
        guard let file = values.section(root, named: ""),
            let section = values.section(file["cloudtrails"], named: "cloudtrails")
        else { return Whitelist() }
        return Whitelist(section.members.flatMap { readEntries($0) })
    }

    private mutating func readEntries(_ member: Node.Member) -> [Whitelist.Entry] {
        let account = values.accountID(keyOf: member)
        let items = values.items(member.node, of: "regions") ?? []
        var seen: Set<Whitelist.Entry> = []
        return items.compactMap { readEntry($0, of: account) }.filter { seen.insert($0).inserted }
    }

    private mutating func readEntry(_ node: Node, of account: AccountID?) -> Whitelist.Entry? {
        guard case .object = node.value, let section = values.section(node, named: "cloudtrails") else {
            let scope = values.value(node, expected: Self.expectedScope, RegionScope.init(_:))
            guard let scope, let account else { return nil }
            return Whitelist.Entry(account: account, scope: scope, origin: .file)
        }
        values.noteUnread(in: section, known: ["region", "until", "reason"])
        if section["region"] == nil { values.report("expected the key `region`", at: node.position) }
        let scope = values.value(section["region"], expected: Self.expectedScope, RegionScope.init(_:))
        let until = values.value(section["until"], expected: "a day like 2026-12-31, or a time like 2026-12-31T18:00") {
            if case .at(let date) = Deadline($0) { date } else { Date?.none }
        }
        let reason = values.text(section["reason"])
        guard let scope, let account else { return nil }
        return Whitelist.Entry(account: account, scope: scope, origin: .file, reason: reason, until: until)
    }
}
