import struct FoundationEssentials.Date

/// All regions of an account as last seen: what is kept, and compared with, account by account.
public struct AccountBaseline: Hashable, Sendable {
    public var account: AccountID
    public var regions: [Region: RegionBaseline]
    /// Counts the writes: 0 for a baseline that was never stored.
    public var version: Int

    public init(account: AccountID, regions: [Region: RegionBaseline] = [:], version: Int = 0) {
        self.account = account
        self.regions = regions
        self.version = version
    }

    /// Takes over what was seen later elsewhere: two scans of an account may end in either order.
    public mutating func merge(_ newer: [Region: RegionBaseline]) {
        regions.merge(newer) { mine, theirs in theirs.seenAt >= mine.seenAt ? theirs : mine }
    }
}

/// Keeps baselines. Safe to call from any task.
public protocol BaselineStore: Sendable {
    /// nil when the account was never looked at.
    func baseline(of account: AccountID) async throws(StoreError) -> AccountBaseline?
    /// Throws `stale` unless the stored version equals `baseline.version` (0: none is stored).
    func save(_ baseline: AccountBaseline) async throws(StoreError)
}

/// A multi-region trail is the same in every region, so each configuration is written once and referred to by its number.
extension AccountBaseline: Codable {
    private enum Key: String, CodingKey { case account, trails, regions, version }

    private struct Entry: Codable {
        var trails: [Int]
        var seenAt: Date
        var recordedAt: Date?
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let trails = try container.decode([RegionBaseline.TrailConfiguration].self, forKey: .trails)
        let entries = try container.decode([String: Entry].self, forKey: .regions)
        var regions: [Region: RegionBaseline] = [:]
        for (name, entry) in entries {
            guard let region = Region(name), entry.trails.allSatisfy(trails.indices.contains) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .regions, in: container, debugDescription: "not a region, or a trail that is not there")
            }
            regions[region] = RegionBaseline(
                trails: entry.trails.map { trails[$0] }, seenAt: entry.seenAt, recordedAt: entry.recordedAt)
        }
        self.init(
            account: try container.decode(AccountID.self, forKey: .account), regions: regions,
            version: try container.decode(Int.self, forKey: .version))
    }

    public func encode(to encoder: any Encoder) throws {
        var numbers: [RegionBaseline.TrailConfiguration: Int] = [:]
        var trails: [RegionBaseline.TrailConfiguration] = []
        var entries: [String: Entry] = [:]
        for (region, baseline) in regions.sorted(by: { $0.key < $1.key }) {
            let references = baseline.trails.map { trail in
                if let number = numbers[trail] { return number }
                numbers[trail] = trails.count
                trails.append(trail)
                return trails.count - 1
            }
            entries[region.rawValue] = Entry(
                trails: references, seenAt: baseline.seenAt, recordedAt: baseline.recordedAt)
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(account, forKey: .account)
        try container.encode(trails, forKey: .trails)
        try container.encode(entries, forKey: .regions)
        try container.encode(version, forKey: .version)
    }
}
