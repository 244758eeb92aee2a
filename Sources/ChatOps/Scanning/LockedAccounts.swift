import CloudTrailCore
import FoundationEssentials
import Logging

/// Tells owners once that their accounts cannot be entered, and once that they can be again. In between nobody is reminded of what
/// was wrong there before: nobody knows how it stands.
struct LockedAccounts: Sendable {
    let runs: any RunHistory
    let messenger: any Messenger
    let playbook: Playbook
    let now: @Sendable () -> Date
    let log: Logger

    /// What a finished scan found, against the one before it.
    func tellOwners(of report: ScanReport, before: ScanSummary?) async throws(StoreError) {
        guard playbook.tellsOwners, playbook.quiet?.end(for: .low, at: now()) == nil else { return }
        let locked = Dictionary(report.unreachable.map { ($0.account.id, $0.reason.sentence) }) { first, _ in first }
        var lost: [AccountID] = []
        for account in locked.keys.sorted() where try await !isTold(account) { lost.append(account) }
        var found: [AccountID] = []
        for account in before?.lockedAccounts ?? [] where locked[account] == nil {
            if try await isTold(account) { found.append(account) }
        }
        for (recipient, accounts) in byOwner(lost) {
            await tell(recipient, Self.lost(accounts.map { (playbook.account($0).title, locked[$0] ?? "") }))
        }
        for (recipient, accounts) in byOwner(found) {
            await tell(
                recipient,
                .text("I can look at \(listed(accounts.map { playbook.account($0).title }, atMost: 20)) again."))
        }
        for account in lost { try await runs.recordRun(of: Self.key(account), at: now()) }
        for account in found { try await runs.recordRun(of: Self.key(account), at: .distantPast) }
    }

    private static func key(_ account: AccountID) -> String { "told that \(account) is locked" }

    private func isTold(_ account: AccountID) async throws(StoreError) -> Bool {
        (try await runs.lastRun(of: Self.key(account)) ?? .distantPast) > .distantPast
    }

    private func byOwner(_ accounts: [AccountID]) -> [(String, [AccountID])] {
        var owned: [String: [AccountID]] = [:]
        for account in accounts {
            for owner in playbook.ownership(of: account).slackOwners { owned[owner, default: []].append(account) }
        }
        return owned.sorted { $0.key < $1.key }
    }

    private static func lost(_ accounts: [(title: String, reason: String)]) -> Message {
        let lines = accounts.prefix(20).map { "\(bold: $0.title): \($0.reason)" as RichText }
        let more = accounts.count - lines.count
        let blocks: [Message.Block] =
            [
                .paragraph(
                    "I cannot look at \(counted(accounts.count, "account")) of yours any more, so I do not know how CloudTrail stands there. What I told of before rests until I can."
                ), .list(lines),
            ] + (more > 0 ? [.note("and \(more) more")] : [])
        return Message(summary: blocks.plain, blocks: blocks)
    }

    private func tell(_ recipient: String, _ message: Message) async {
        do throws(MessengerError) {
            _ = try await messenger.post(message, in: try await messenger.conversation(with: recipient))
        } catch {
            log.error(
                "An owner was not told that accounts cannot be entered.",
                metadata: ["recipient": "\(recipient)", "reason": "\(error)"])
        }
    }
}
