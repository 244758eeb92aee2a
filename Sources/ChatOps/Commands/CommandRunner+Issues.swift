import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    /// What is stored, by root cause: the worst first.
    func issues(accounts names: [String], statuses: Set<Issue.Status>) async throws -> Message {
        var accounts: [AccountID] = []
        for name in names { accounts.append(try playbook.account(named: name).id) }
        return try await issues(
            IssueQuery(accounts: accounts.once.sorted(), statuses: statuses.sorted { $0.rawValue < $1.rawValue }))
    }

    func issues(_ query: IssueQuery) async throws -> Message {
        guard let id = query.owner else {
            // Neither waits for the other.
            async let look = lastLook(at: Set(query.accounts))
            let found = try await store.issues(matching: query.filter)
            return IssueList(query: query, owner: nil, found: found, playbook: playbook, look: try await look).message
        }
        let person = try await messenger.anybody(id)
        let own = Belongings(of: person, playbook)
        let found = try await store.issues(matching: query.filter).filter(own.contains)
        let look = try await lastLook(at: Set(own.accounts.map(\.id) + found.map(\.place.account)))
        return IssueList(query: query, owner: person, found: found, playbook: playbook, look: look).message
    }

    /// What the absence of issues is worth, in some accounts or, without any, in all.
    func lastLook(at accounts: Set<AccountID>) async throws(StoreError) -> String {
        guard let last = try await store.latestScan() else {
            return "No complete scan has run yet, so that says nothing."
        }
        let doubts = Doubts(last, about: accounts.isEmpty ? nil : accounts, playbook: playbook, at: now())
        let said = "The last scan of everything ended \(Moment.text(last.finishedAt)) and checked \(last.coverage)."
        return ([said] + doubts.sentences).joined(separator: " ")
    }
}

extension RichText.StringInterpolation {
    /// Regions by account: `payments (111111111111) eu-west-1, us-east-1`; from four accounts on, their numbers.
    mutating func appendInterpolation(where places: [AccountRegion], _ playbook: Playbook) {
        let accounts = Dictionary(grouping: places, by: \.account).sorted { $0.key < $1.key }
        for (index, (account, places)) in accounts.prefix(3).enumerated() {
            if index > 0 { appendLiteral("; ") }
            appendInterpolation(bold: playbook.account(account).title)
            appendLiteral(" ")
            appendInterpolation(code: listed(places.map(\.region.rawValue), atMost: 8))
        }
        guard accounts.count > 3 else { return }
        let more = accounts.dropFirst(3)
        appendLiteral(
            "; and \(counted(more.reduce(0) { $0 + $1.value.count }, "region")) in \(counted(more.count, "account")) more"
        )
    }
}
