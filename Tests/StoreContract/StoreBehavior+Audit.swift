import ChatOps
import CloudTrailCore
import Foundation
import Testing

extension StoreBehavior {
    static let audit = [
        StoreBehavior("Entries of the audit log come back whole, the newest first", auditOrder),
        StoreBehavior("Those of an account are found, however many others there are", auditOfAccount),
        StoreBehavior("The audit log is read page by page", auditPages),
        StoreBehavior("An entry stands as it was written, whoever writes it again", auditStays),
    ]

    private static func entry(_ hour: Double, accounts: [AccountID] = []) -> AuditEntry {
        AuditEntry(
            at: Sample.date(hour), request: "Ev1", person: PersonID(rawValue: "U1"), name: "Ada <@U1>", channel: "C1",
            thread: "1.5", way: .button, command: "snooze", text: "snooze “payments” *", accounts: accounts,
            outcome: .refused, result: "needs the role operator")
    }

    @Sendable private static func auditOrder(_ store: any Store) async throws {
        #expect(try await store.auditEntries(about: nil, before: nil, limit: 10) == [])
        let entries = [entry(1), entry(2, accounts: [Sample.place().account]), entry(3)]
        for entry in [entries[1], entries[0], entries[2]] { try await store.append(entry) }
        #expect(try await store.auditEntries(about: nil, before: nil, limit: 10) == entries.reversed())
    }

    @Sendable private static func auditOfAccount(_ store: any Store) async throws {
        let account = AccountID("200000000000")!
        let mine = entry(0.5, accounts: [AccountID("100000000000")!, account])
        try await store.append(mine)
        for number in 1...30 { try await store.append(entry(Double(number))) }
        #expect(try await store.auditEntries(about: account, before: nil, limit: 5) == [mine])
        #expect(try await store.auditEntries(about: account, before: mine.id, limit: 5) == [])
        #expect(try await store.auditEntries(about: AccountID("300000000000")!, before: nil, limit: 5) == [])
    }

    @Sendable private static func auditPages(_ store: any Store) async throws {
        let entries = (1...7).map { entry(Double($0)) }
        for entry in entries { try await store.append(entry) }
        var (seen, last) = ([AuditEntry](), AuditEntry.ID?.none)
        while true {
            let page = try await store.auditEntries(about: nil, before: last, limit: 3)
            if page.isEmpty { break }
            seen += page
            last = page.last?.id
        }
        #expect(seen == entries.reversed())
    }

    @Sendable private static func auditStays(_ store: any Store) async throws {
        let first = entry(1)
        var second = first
        second.outcome = .done
        try await store.append(first)
        try? await store.append(second)
        #expect(try await store.auditEntries(about: nil, before: nil, limit: 5) == [first])
    }
}
