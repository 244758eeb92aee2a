import struct FoundationEssentials.Date

/// The whitelist as a whitelist.json that Hammer reads: `cloudtrails`, account id → regions.
public struct WhitelistExport: Hashable, Sendable {
    public let json: String
    /// What Hammer's format cannot say, one sentence each.
    public let notes: [String]

    /// Hammer knows no `*`: it becomes `regions(account)`, the regions that are known of the account. Entries that have ended
    /// are left out.
    public init(_ whitelist: Whitelist, at now: Date, regions: (AccountID) -> Set<Region>) {
        var places: [AccountID: Set<Region>] = [:]
        var notes: [String] = []
        for entry in whitelist.entries where entry.isInForce(at: now) {
            let covered = Self.regions(of: entry, known: regions)
            places[entry.account, default: []].formUnion(covered)
            if entry.scope == .all {
                notes.append(
                    covered.isEmpty
                        ? "\(entry.account) *: left out, since no region of the account is known yet; scan it first"
                        : "\(entry.account) *: written as the \(covered.count) regions that are known")
            }
            if let until = entry.until {
                notes.append("\(entry.account) \(entry.scope): its end, \(until.ISO8601Format()), is lost")
            }
        }
        let lists = places.filter { !$0.value.isEmpty }.map { ($0.key.rawValue, $0.value.sorted().map(\.rawValue)) }
        json = compactJSON(["cloudtrails": Dictionary(lists) { first, _ in first }])
        self.notes = notes
    }

    private static func regions(of entry: Whitelist.Entry, known: (AccountID) -> Set<Region>) -> Set<Region> {
        switch entry.scope {
        case .all: known(entry.account)
        case .region(let region): [region]
        }
    }
}
