import CloudTrailCore
import FoundationEssentials
import Logging

/// Tells owners once that their accounts cannot be entered, and once that they can be again. In between nobody is reminded of what
/// was wrong there before: nobody knows how it stands.
struct LockedAccounts: Sendable {
    let history: any ScanHistory & RunHistory
    let messenger: any Messenger
    let playbook: Playbook
    let now: @Sendable () -> Date
    let log: Logger

    /// What a finished scan of everything found, against what each owner was told.
    func tellOwners(of outcome: ScanDesk.Outcome) async throws(StoreError) {
        guard playbook.tellsOwners, playbook.quiet?.end(for: .low, at: now()) == nil else { return }
        let reasons = Dictionary(outcome.report.locked.map { ($0.account.id, $0.reason.sentence) }) { first, _ in
            first
        }
        let open = Set(outcome.plan.accounts.map(\.id)).subtracting(reasons.keys)
        let owned = byOwner(reasons.keys.sorted())
        var told = try await history.toldLocked()
        for owner in Set(owned.keys).union(told.keys).sorted() {
            let known = Set(told[owner] ?? [])
            let lost = (owned[owner] ?? []).filter { !known.contains($0) }
            let found = known.intersection(open).sorted()
            guard !lost.isEmpty || !found.isEmpty else { continue }
            let news = message(lost: lost.map { (playbook.account($0).title, reasons[$0] ?? "") }, found: found)
            guard try await tell(owner, news) else { continue }
            let standing = known.union(lost).subtracting(found).sorted()
            told[owner] = standing.isEmpty ? nil : standing
            try await history.recordToldLocked(told)
            try await history.recordRun(of: Self.attempt(owner), at: .distantPast)
        }
    }

    private func byOwner(_ accounts: [AccountID]) -> [String: [AccountID]] {
        var owned: [String: [AccountID]] = [:]
        for account in accounts {
            for owner in playbook.ownership(of: account).slackOwners { owned[owner, default: []].append(account) }
        }
        return owned
    }

    private func message(lost: [(title: String, reason: String)], found: [AccountID]) -> Message {
        var blocks: [Message.Block] = []
        if !lost.isEmpty {
            let lines = lost.prefix(20).map { "\(bold: $0.title): \($0.reason)" as RichText }
            let more = lost.count - lines.count
            blocks += [
                .paragraph(
                    "I cannot look at \(counted(lost.count, "account")) of yours any more, so I do not know how CloudTrail stands there. What I told of before rests until I can."
                ), .list(lines),
            ]
            if more > 0 { blocks.append(.note("and \(more) more")) }
        }
        if !found.isEmpty {
            let names = listed(found.map { playbook.account($0).title }, atMost: 20)
            blocks.append(.paragraph("I can look at \(names) again."))
        }
        return Message(blocks)
    }

    /// When a telling of somebody began that is not known to have arrived; the distant past when there is none.
    private static func attempt(_ owner: String) -> String { "telling \(owner) of locked accounts" }

    /// Whether it arrived. An attempt that was cut short left a message, perhaps, which then tells how things stand now.
    private func tell(_ owner: String, _ message: Message) async throws(StoreError) -> Bool {
        var begun = try await history.lastRun(of: Self.attempt(owner)) ?? .distantPast
        let isRepeated = begun > .distantPast
        if !isRepeated {
            begun = now()
            try await history.recordRun(of: Self.attempt(owner), at: begun)
        }
        let mark = "locked \(owner) \(begun.timeIntervalSince1970)".postMark
        do throws(MessengerError) {
            let conversation = try await messenger.conversation(with: owner)
            if isRepeated, let found = try? await messenger.find(mark: mark, in: conversation, since: begun) {
                _ = try await messenger.replace(found, with: message, in: conversation, mark: mark)
            } else {
                _ = try await messenger.post(message, in: conversation, mark: mark)
            }
            return true
        } catch {
            log.error(
                "An owner was not told that accounts cannot be entered.",
                metadata: ["recipient": "\(owner)", "reason": "\(error)"])
            return false
        }
    }
}
