import ChatOps
import CloudTrailCore
import Foundation
import Testing

extension StoreBehavior {
    static let issues = [
        StoreBehavior("An issue that was never stored is nil", missingIssue),
        StoreBehavior("Every field of an issue comes back as it was written", issueFields),
        StoreBehavior("Each write counts the version up", versions),
        StoreBehavior("A write over a newer version is stale and leaves issue and notices as they were", staleWrite),
        StoreBehavior("A first write where an issue is stored already is stale", secondFirstWrite),
        StoreBehavior("A write of a version that nobody stored is stale and stores nothing", inventedVersion),
        StoreBehavior("Of many writers of the same version exactly one wins", racingWriters),
        StoreBehavior("Issues are listed by account and region, filtered by accounts and statuses", filters),
        StoreBehavior("A change of status moves an issue from one filter to the other", changedStatus),
        StoreBehavior("Issues are found by root cause, the one of their last write", causes),
        StoreBehavior("Issues are found that have a ticket, or for which one was asked", tickets),
        StoreBehavior("A filter may name tens of thousands of accounts", hugeFilter),
    ]

    private static func expectStale(
        sourceLocation: SourceLocation = #_sourceLocation, _ write: () async throws -> StoredIssue
    ) async {
        let error = await #expect(throws: StoreError.self, sourceLocation: sourceLocation) { _ = try await write() }
        #expect(error?.code == .stale, sourceLocation: sourceLocation)
    }

    @Sendable private static func missingIssue(_ store: any Store) async throws {
        #expect(try await store.issue(at: Sample.place()) == nil)
        #expect(try await store.issues(matching: IssueFilter()) == [])
    }

    @Sendable private static func issueFields(_ store: any Store) async throws {
        for issue in Sample.everyKindOfIssue {
            let stored = try await store.commit(issue, notices: [])
            var expected = issue
            expected.version = 1
            #expect(stored == expected)
            #expect(try await store.issue(at: issue.place) == expected)
        }
    }

    @Sendable private static func versions(_ store: any Store) async throws {
        var issue = Sample.issue()
        for version in 1...3 {
            issue = try await store.commit(issue, notices: [])
            #expect(issue.version == version)
        }
        #expect(try await store.issue(at: issue.place)?.version == 3)
    }

    @Sendable private static func staleWrite(_ store: any Store) async throws {
        let first = try await store.commit(Sample.issue(), notices: [])
        var newer = first
        newer.state = .closed
        newer = try await store.commit(newer, notices: [])
        var late = first
        late.state = .whitelisted
        await expectStale { try await store.commit(late, notices: [Sample.notice(of: late)]) }
        #expect(try await store.issue(at: first.place) == newer)
        #expect(try await store.notices(about: first.place) == [])
    }

    @Sendable private static func secondFirstWrite(_ store: any Store) async throws {
        let stored = try await store.commit(Sample.issue(), notices: [])
        await expectStale { try await store.commit(Sample.issue(), notices: []) }
        #expect(try await store.issue(at: stored.place) == stored)
    }

    @Sendable private static func inventedVersion(_ store: any Store) async throws {
        await expectStale {
            try await store.commit(Sample.issue(version: 4), notices: [Sample.notice(of: Sample.issue())])
        }
        #expect(try await store.issue(at: Sample.place()) == nil)
        #expect(try await store.notices(about: Sample.place()) == [])
    }

    @Sendable private static func racingWriters(_ store: any Store) async throws {
        let first = try await store.commit(Sample.issue(), notices: [])
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { (try? await store.commit(first, notices: [])) != nil }
            }
            return await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(wins == 1)
        #expect(try await store.issue(at: first.place)?.version == 2)
    }

    @Sendable private static func filters(_ store: any Store) async throws {
        let accounts = ["300000000000", "100000000000", "200000000000"]
        for account in accounts {
            for (region, state) in [("us-east-1", StoredIssue.State.open), ("eu-west-1", .closed)] {
                _ = try await store.commit(
                    Sample.issue(Sample.place(account, region), state: state), notices: [])
            }
        }
        func listed(_ accounts: [String], _ statuses: Set<StoredIssue.Status>) async throws -> [String] {
            let filter = IssueFilter(accounts: Set(accounts.map { AccountID($0)! }), statuses: statuses)
            return try await store.issues(matching: filter).map(\.place.description)
        }
        #expect(
            try await listed([], []) == [
                "100000000000/eu-west-1", "100000000000/us-east-1", "200000000000/eu-west-1",
                "200000000000/us-east-1", "300000000000/eu-west-1", "300000000000/us-east-1",
            ])
        #expect(
            try await listed([], [.open]) == [
                "100000000000/us-east-1", "200000000000/us-east-1", "300000000000/us-east-1",
            ])
        #expect(
            try await listed(["300000000000", "200000000000"], [.closed]) == [
                "200000000000/eu-west-1", "300000000000/eu-west-1",
            ])
        #expect(try await listed(["100000000000"], [.open, .closed]).count == 2)
        #expect(try await listed(["999999999999"], []) == [])
        #expect(try await listed([], [.resolved]) == [])
    }

    @Sendable private static func changedStatus(_ store: any Store) async throws {
        var issue = try await store.commit(Sample.issue(state: .open), notices: [])
        issue.state = .resolved
        issue = try await store.commit(issue, notices: [])
        #expect(try await store.issues(matching: IssueFilter(statuses: [.open])) == [])
        #expect(try await store.issues(matching: IssueFilter(statuses: [.resolved])) == [issue])
    }

    @Sendable private static func causes(_ store: any Store) async throws {
        let (here, there) = (Sample.place("100000000000"), Sample.place("200000000000"))
        var first = try await store.commit(Sample.issue(here), notices: [])
        let second = try await store.commit(Sample.issue(there), notices: [])
        func found(_ causes: RootCause...) async throws -> [AccountRegion] {
            try await store.issues(matching: IssueFilter(causes: Set(causes))).map(\.place)
        }
        #expect(try await found(.noTrail(here.account)) == [here])
        #expect(try await found(.noTrail(here.account), .noTrail(there.account)) == [here, there])
        first.causes = [.trail(arn: Sample.trail.arn, .delivery), .trail(arn: Sample.trail.arn, .changed)]
        first = try await store.commit(first, notices: [])
        #expect(try await found(.noTrail(here.account)) == [])
        #expect(try await found(.trail(arn: Sample.trail.arn, .delivery)) == [here])
        #expect(
            try await found(.trail(arn: Sample.trail.arn, .changed), .noTrail(second.place.account)) == [here, there])
    }

    @Sendable private static func tickets(_ store: any Store) async throws {
        func found(_ statuses: Set<StoredIssue.Status> = []) async throws -> [AccountRegion] {
            try await store.issues(matching: IssueFilter(statuses: statuses, tickets: .asked)).map(\.place)
        }
        let places = ["100000000000", "200000000000", "300000000000"].map { Sample.place($0) }
        var issues: [StoredIssue] = []
        for place in places { issues.append(try await store.commit(Sample.issue(place), notices: [])) }
        #expect(try await found() == [])
        issues[0].ticket = .intended(identity: "i", by: "Ada", at: Sample.date(1))
        issues[2].ticket = .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1"))
        for index in [0, 2] { issues[index] = try await store.commit(issues[index], notices: []) }
        #expect(try await found() == [places[0], places[2]])
        issues[2].state = .closed
        issues[2] = try await store.commit(issues[2], notices: [])
        #expect(try await found() == [places[0], places[2]])
        #expect(try await found([.open]) == [places[0]])
        // Another episode begins without a ticket.
        issues[2].state = .open
        issues[2].ticket = .none
        _ = try await store.commit(issues[2], notices: [])
        #expect(try await found() == [places[0]])
        #expect(try await found() == [places[0]])
    }

    @Sendable private static func hugeFilter(_ store: any Store) async throws {
        let stored = try await store.commit(Sample.issue(), notices: [])
        let accounts = (0..<40_000).map { AccountID(String(format: "5%011d", $0))! } + [stored.place.account]
        #expect(try await store.issues(matching: IssueFilter(accounts: Set(accounts))) == [stored])
    }
}
