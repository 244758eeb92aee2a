import CloudTrailCore
import FoundationEssentials
import Scheduling

/// Makes digests of what is stored.
struct DigestDesk: Sendable {
    let store: any Outbox & ScanHistory
    let playbook: Playbook

    /// All issues, with those who are told of each; read once for any number of digests.
    struct Reading: Sendable {
        let issues: [Issue]
        let lastScan: ScanSummary?
        let counts: NoticeCounts
        /// By recipient, in small letters.
        let indices: [String: [Int]]
        let names: [String: String]
        let accounts: [String: Set<AccountID>]
    }

    /// What was resolved or closed longer ago than a month is in nobody's digest.
    /// With what was given up since a time.
    func read(failedSince time: Date) async throws(StoreError) -> Reading {
        let issues = try await store.issues(matching: IssueFilter())
        var indices: [String: [Int]] = [:]
        var names: [String: String] = [:]
        var accounts: [String: Set<AccountID>] = [:]
        for account in playbook.accounts {
            for recipient in playbook.recipients(of: account.id) {
                names[recipient.lowercased()] = recipient
                accounts[recipient.lowercased(), default: []].insert(account.id)
            }
        }
        for (index, issue) in issues.enumerated() {
            for recipient in playbook.recipients(of: issue) {
                names[recipient.lowercased()] = recipient
                indices[recipient.lowercased(), default: []].append(index)
            }
        }
        return Reading(
            issues: issues, lastScan: try await store.latestScan(),
            counts: try await store.noticeCounts(failedSince: time), indices: indices, names: names, accounts: accounts)
    }

    /// The digest of one recipient.
    func digest(of recipient: String, in reading: Reading, since: Date, now: Date) -> DigestMessage {
        digest(of: [recipient], in: reading, since: since, now: now, scope: "your accounts")
    }

    /// The digest of all that any of some recipients is told of.
    func digest(of recipients: [String], in reading: Reading, since: Date, now: Date, scope: String)
        -> DigestMessage
    {
        let keys = Set(recipients.map { $0.lowercased() })
        let indices = Set(keys.flatMap { reading.indices[$0] ?? [] }).sorted()
        let accounts = keys.reduce(into: Set<AccountID>()) { $0.formUnion(reading.accounts[$1] ?? []) }
        let issues = indices.map { reading.issues[$0] }
        let digest = Digest(
            issues, doubts: Doubts(reading.lastScan, about: accounts, playbook: playbook, at: now), since: since)
        return DigestMessage(scope: scope, digest: digest, playbook: playbook)
    }

    /// The digest of everything.
    func everything(in reading: Reading, since: Date, now: Date) -> DigestMessage {
        let digest = Digest(
            reading.issues, doubts: Doubts(reading.lastScan, playbook: playbook, at: now), since: since)
        var message = DigestMessage(scope: "all accounts", digest: digest, playbook: playbook)
        message.troubles = troubles(reading, now)
        return message
    }

    private func troubles(_ reading: Reading, _ now: Date) -> [RichText] {
        var lines: [RichText] = []
        let counts = reading.counts
        if counts.failed > 0 {
            lines.append("\(counted(counts.failed, "notice")) given up, for the recipient could not be reached")
        }
        if counts.pending > 0, playbook.quiet?.hours.end(at: now) == nil {
            lines.append("\(counted(counts.pending, "notice")) still waiting to be delivered")
        }
        return lines
    }
}
