import ChatOps
import CloudTrailCore
import Foundation
import Testing

extension StoreBehavior {
    static let requests = [
        StoreBehavior("An id is claimed once, other ids beside it", claimOnce),
        StoreBehavior("A released id can be claimed again, and releasing an unknown one does nothing", release),
        StoreBehavior("A claim is forgotten when it is older than an hour", forgottenClaims),
        StoreBehavior("Of many claims of one id at once exactly one is the first", racingClaims),
    ]

    static let whitelist = [
        StoreBehavior("Whitelist entries come back whole, by account and scope", whitelistFields),
        StoreBehavior("An entry of the same account and scope is replaced", replacedEntry),
        StoreBehavior("Removing says whether there was an entry, and removes exactly that one", removedEntry),
    ]

    static let scans = [
        StoreBehavior("The last recorded scan is the latest, nil before the first", latestScan),
        StoreBehavior("What operators and owners were told of the accounts is remembered", toldUnchecked),
        StoreBehavior("When work last began is remembered by its name, nil before the first time", lastRuns),
    ]

    static let baselines = [
        StoreBehavior("What was last seen of an account comes back whole, nil before the first look", baselineFields),
        StoreBehavior("A baseline over a newer version is stale", staleBaseline),
    ]

    private static func baseline(_ version: Int) -> AccountBaseline {
        let everywhere = RegionBaseline.TrailConfiguration(trail: Sample.trail, selection: .standard)
        let here = RegionBaseline.TrailConfiguration(trail: Trail(arn: "arn", name: "bare"), selection: nil)
        return AccountBaseline(
            account: Sample.place().account,
            regions: [
                Region("eu-west-1")!: .init(trails: [everywhere, here], seenAt: Sample.date(1), recordedAt: nil),
                Region("us-east-1")!: .init(
                    trails: [everywhere], seenAt: Sample.date(2), recordedAt: Sample.date(0.3)),
                Region("us-west-2")!: .init(trails: [], seenAt: Sample.date(3), recordedAt: nil),
            ], version: version)
    }

    @Sendable private static func lastRuns(_ store: any Store) async throws {
        #expect(try await store.lastRun(of: "digest") == nil)
        try await store.recordRun(of: "digest", at: Sample.date(1.25))
        try await store.recordRun(of: "report", at: Sample.date(2))
        try await store.recordRun(of: "digest", at: Sample.date(3.5))
        #expect(try await store.lastRun(of: "digest") == Sample.date(3.5))
        #expect(try await store.lastRun(of: "report") == Sample.date(2))
    }

    @Sendable private static func baselineFields(_ store: any Store) async throws {
        #expect(try await store.baseline(of: Sample.place().account) == nil)
        try await store.save(baseline(0))
        #expect(try await store.baseline(of: Sample.place().account) == baseline(1))
        try await store.save(baseline(1))
        #expect(try await store.baseline(of: Sample.place().account) == baseline(2))
        #expect(try await store.baseline(of: AccountID("200000000000")!) == nil)
    }

    @Sendable private static func staleBaseline(_ store: any Store) async throws {
        try await store.save(baseline(0))
        for version in [0, 2] {
            let error = await #expect(throws: StoreError.self) { try await store.save(baseline(version)) }
            #expect(error?.code == .stale)
        }
        #expect(try await store.baseline(of: Sample.place().account) == baseline(1))
    }

    private static func entry(_ account: String, _ scope: String, reason: String? = nil) -> Whitelist.Entry {
        Whitelist.Entry(
            account: AccountID(account)!, scope: RegionScope(scope)!,
            origin: .chat(by: "Ada <@U1>", at: Sample.date(1.5)),
            reason: reason, until: reason.map { _ in Sample.date(9.25) })
    }

    @Sendable private static func claimOnce(_ store: any Store) async throws {
        #expect(try await store.claim("Ev1", at: Sample.date(0)))
        #expect(try await !store.claim("Ev1", at: Sample.date(1)))
        #expect(try await store.claim("Ev2", at: Sample.date(1)))
    }

    @Sendable private static func release(_ store: any Store) async throws {
        try await store.release("Ev1")
        #expect(try await store.claim("Ev1", at: Sample.date(0)))
        try await store.release("Ev1")
        #expect(try await store.claim("Ev1", at: Sample.date(1)))
    }

    @Sendable private static func forgottenClaims(_ store: any Store) async throws {
        #expect(try await store.claim("Ev1", at: Sample.date(0)))
        #expect(try await !store.claim("Ev1", at: Sample.date(3600)))
        #expect(try await store.claim("Ev1", at: Sample.date(3600.5)))
        #expect(try await !store.claim("Ev1", at: Sample.date(7200)))
    }

    @Sendable private static func racingClaims(_ store: any Store) async throws {
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await store.claim("Ev1", at: Sample.date(0)) } }
            return try await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(firsts == 1)
    }

    @Sendable private static func whitelistFields(_ store: any Store) async throws {
        #expect(try await store.whitelistEntries() == [])
        let entries = [
            entry("100000000000", "*"), entry("100000000000", "eu-west-1", reason: "no budget; see “risk 7”"),
            entry("100000000000", "us-east-1"),
            Whitelist.Entry(account: AccountID("200000000000")!, scope: .all, origin: .file),
        ]
        for entry in entries.reversed() { try await store.addWhitelistEntry(entry) }
        #expect(try await store.whitelistEntries() == entries)
    }

    @Sendable private static func replacedEntry(_ store: any Store) async throws {
        try await store.addWhitelistEntry(entry("100000000000", "eu-west-1", reason: "old"))
        try await store.addWhitelistEntry(entry("100000000000", "eu-west-1", reason: "new"))
        #expect(try await store.whitelistEntries() == [entry("100000000000", "eu-west-1", reason: "new")])
    }

    @Sendable private static func removedEntry(_ store: any Store) async throws {
        let account = AccountID("100000000000")!
        try await store.addWhitelistEntry(entry("100000000000", "*"))
        try await store.addWhitelistEntry(entry("100000000000", "eu-west-1"))
        #expect(try await store.removeWhitelistEntry(account: account, scope: .all))
        #expect(try await !store.removeWhitelistEntry(account: account, scope: .all))
        #expect(try await store.whitelistEntries() == [entry("100000000000", "eu-west-1")])
    }

    @Sendable private static func latestScan(_ store: any Store) async throws {
        #expect(try await store.latestScan() == nil)
        for number in 1...3 {
            let summary = ScanSummary(
                startedAt: Sample.date(Double(number) + 0.1), finishedAt: Sample.date(Double(number) + 0.7),
                accounts: number, regions: number * 17, checkedRegions: number * 16, unreachableAccounts: 1,
                brokenRegions: 2, uncheckedAccounts: [AccountID("200000000000")!])
            try await store.record(summary)
            #expect(try await store.latestScan() == summary)
        }
    }

    @Sendable private static func toldUnchecked(_ store: any Store) async throws {
        #expect(try await store.accountsToldUnchecked() == [])
        let accounts = [AccountID("111111111111")!, AccountID("222222222222")!]
        for told in [accounts, [], accounts] {
            try await store.recordToldUnchecked(told)
            #expect(try await store.accountsToldUnchecked() == told)
        }
        #expect(try await store.toldLocked() == [:])
        for told in [["#a": accounts, "bob": [accounts[0]]], [:]] {
            try await store.recordToldLocked(told)
            #expect(try await store.toldLocked() == told)
        }
    }
}
