import AWS
import ChatOps
import CloudTrailCore

/// Issues are found by what they are about through records of their own, which only say where to look: the issue itself decides.
extension DynamoDBStore {
    /// What leads to an issue that is closed goes after so long.
    private static let memory = 31 * 86_400
    /// Of one look, so many records that have become untrue are taken away.
    private static let sweepLimit = 25

    /// What leads to the issue. What it had before stays, until somebody finds that it is not true any more.
    func signposts(to issue: Issue) -> [DynamoDB.Item] {
        var keys = issue.causes.sorted().map { RecordKey.cause($0, issue.place) }
        if issue.ticket != .none { keys.append(.ticketed(issue.place)) }
        return keys.map { key in
            var item = key.item
            item[RecordKey.version] = .number(issue.version)
            item[RecordKey.expiry] = forgottenAt(issue).map { .number($0) }
            return item
        }
    }

    /// When what leads to the issue goes.
    func forgottenAt(_ issue: Issue) -> Int? {
        issue.status == .closed ? issue.timestamps.updated.unixSeconds + Self.memory : nil
    }

    /// The issues that signposts of this kind lead to and of which they are true, in no order.
    func issues(
        behind partition: String, in accounts: Set<AccountID>, where isTrue: (Issue) -> Bool
    ) async throws(StoreError) -> [Issue] {
        try await putUpMissingSignposts()
        var signs: [AccountRegion: DynamoDB.Item] = [:]
        for item in try await records(in: partition) {
            guard let place = item[RecordKey.sort]?.string.flatMap(AccountRegion.init(text:)),
                accounts.isEmpty || accounts.contains(place.account)
            else { continue }
            signs[place] = item
        }
        let items = try await read(tables.issues) { [signs] () throws(AWSError) in
            try await database.items(signs.keys.map(HammerItem.key), in: tables.issues)
        }
        var issues: [Issue] = []
        for item in items { issues.append(try HammerItem(item).issue(ticketURL)) }
        let found = issues.filter(isTrue)
        for issue in found { signs[issue.place] = nil }
        await takeAway(Array(signs.values.prefix(Self.sweepLimit)))
        return found
    }

    /// Unless one was written again meanwhile. A failure only leaves them for the next look.
    private func takeAway(_ signs: [DynamoDB.Item]) async {
        guard !signs.isEmpty else { return }
        _ = try? await write(
            signs.map { item in
                let condition: Condition =
                    item[RecordKey.version].map { .equal(RecordKey.version, $0) } ?? .absent(RecordKey.version)
                return .delete(RecordKey.key(of: item), in: tables.records, if: condition)
            })
    }
}

extension AccountRegion {
    /// As its description writes it.
    fileprivate init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let account = AccountID(parts[0]), let region = Region(parts[1]) else { return nil }
        self.init(account, region)
    }
}
