import ArgumentParser
import ChatOps
import CloudTrailCore
import FoundationEssentials
import Logging

extension WhitelistCommand {
    /// `trailwatch whitelist export`: what Hammer would need to accept the same.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a whitelist.json that Dow Jones Hammer reads.",
            discussion: "What Hammer's format cannot say (ends, * for all regions) is told on standard error.")

        @OptionGroup var options: CommonOptions

        func run() async throws {
            _ = options.startLogging(from: .warning)
            try await starting {
                try await Ledger.lend(options) { ledger in
                    let whitelist = try await ledger.whitelist.current()
                    var regions: [AccountID: Set<Region>] = [:]
                    for account in Set(whitelist.entries.map(\.account)) {
                        regions[account] = try await ledger.regions(of: account)
                    }
                    let export = WhitelistExport(whitelist, at: Date()) { regions[$0] ?? [] }
                    print(export.json)
                    for note in export.notes { printError("trailwatch: \(note)") }
                }
            }
        }
    }
}

extension Ledger {
    /// The regions that are configured, or that scans have seen.
    fileprivate func regions(of account: AccountID) async throws(StoreError) -> Set<Region> {
        if case .only(let regions) = playbook.regions { return Set(regions) }
        let seen = try await store.baseline(of: account)?.regions.keys
        let issues = try await store.issues(matching: IssueFilter(accounts: [account]))
        return Set(seen.map(Array.init) ?? []).union(issues.map(\.place.region))
    }
}
