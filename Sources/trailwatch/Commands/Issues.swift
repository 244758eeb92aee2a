import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import FoundationEssentials
import Logging

/// `trailwatch issues`: what is stored.
struct Issues: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List stored issues.",
        discussion: """
            Exit code, whatever --status lists: 0 none is open, 2 some are open (acknowledged and snoozed ones too), 3 none is stored as open but no complete scan of all \
            configured accounts in the last three intervals (or the last day, where scans are not scheduled) says that nothing \
            is wrong, 1 it could not start.
            """
    )

    @Option(help: "Only this account: its id or name.")
    var account: String?

    @Option(
        parsing: .upToNextOption,
        help: "\(Issue.Status.allCases.map(\.rawValue).joined(separator: ", ")); all but closed when left out.")
    var status: [String] = []

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup var options: CommonOptions

    func validate() throws {
        for name in status where Issue.Status(rawValue: name) == nil {
            throw ValidationError(
                "`\(name)` is not a status; \(Issue.Status.allCases.map(\.rawValue).joined(separator: ", ")) are.")
        }
    }

    func run() async throws {
        _ = options.startLogging(from: .warning)
        try await starting {
            let environment = ProcessEnvironment()
            let files = try ConfigurationFiles.load(directory: options.config)
            let playbook = Playbook(files, AccountListFile(environment))
            try await StateStore(files.configuration, environment).lend { try await list(from: $0, playbook) }
        }
    }

    private func list(from store: any Store, _ playbook: Playbook) async throws {
        let wanted = Set(status.compactMap(Issue.Status.init))
        let accounts: Set<AccountID> = try account.map { [try playbook.accountArgument($0).id] } ?? []
        let issues = try await store.issues(
            matching: IssueFilter(
                accounts: accounts, statuses: wanted.isEmpty ? Issue.Status.current : wanted))
        let open = try await store.issues(
            matching: IssueFilter(accounts: accounts, statuses: Issue.Status.unsettled))
        let last = try await store.latestScan()
        print(json ? try JSON.text(IssueListing(issues, last, playbook)) : Self.table(issues, last, playbook))
        if !open.isEmpty { throw Exit.trouble }
        throw last?.vouches(for: playbook, at: Date()) ?? false ? Exit.clean : Exit.unknown
    }

    private static func table(_ issues: [Issue], _ last: ScanSummary?, _ playbook: Playbook) -> String {
        let look =
            last.map { "Last scan of everything: \($0.finishedAt.formatted(.iso8601)), \($0.share) checked." }
            ?? "No complete scan has run yet."
        guard !issues.isEmpty else { return "No such issues are stored. \(look)" }
        let rows = issues.byCause.map { group in
            [
                group.severity.rawValue, group.title(playbook), group.sentence,
                group.members.map(\.state.words).once.joined(separator: ", "),
                group.members.map(\.timestamps.identified).min()?.formatted(.iso8601) ?? "",
                group.members.compactMap(\.ticket.ticket?.key).once.joined(separator: ", "),
            ]
        }
        return Table(header: ["SEVERITY", "WHERE", "FINDINGS", "STATUS", "FIRST SEEN", "TICKET"], rows: rows).text
            + "\n\n\(look)"
    }
}

/// The document of `issues --json`. Its keys are a promise to scripts.
private struct IssueListing: Encodable {
    struct Entry: Encodable {
        let account: String
        let name: String?
        let region: String
        let status: String
        let severity: String
        let findings: [FindingDetail]
        let causes: [String]
        let history: [Step]
        let identified: Date
        let updated: Date
        let reported: Date?
        let resolved: Date?
        let closed: Date?
        let recoverable_until: Date?
        let ticket: String?
    }

    struct Step: Encodable {
        let at: Date
        let what: String
        let by: String?
        let note: String?
    }

    struct Look: Encodable {
        let finished_at: Date
        let regions: Int
        let checked_regions: Int
        let accounts: Int
        let complete: Bool

        init(_ scan: ScanSummary) {
            finished_at = scan.finishedAt
            regions = scan.regions
            checked_regions = scan.checkedRegions
            accounts = scan.accounts
            complete = scan.isComplete
        }
    }

    let issues: [Entry]
    /// Absent when everything was never scanned.
    let last_scan: Look?

    init(_ issues: [Issue], _ last: ScanSummary?, _ playbook: Playbook) {
        last_scan = last.map(Look.init)
        self.issues = issues.map { issue in
            Entry(
                account: issue.place.account.rawValue, name: playbook.account(issue.place.account).name,
                region: issue.place.region.rawValue, status: issue.status.rawValue,
                severity: issue.severity.rawValue, findings: issue.details, causes: issue.causes.map(\.key).sorted(),
                history: issue.history.entries.map {
                    Step(at: $0.at, what: $0.what.rawValue, by: $0.by, note: $0.note)
                },
                identified: issue.timestamps.identified,
                updated: issue.timestamps.updated, reported: issue.timestamps.reported,
                resolved: issue.timestamps.resolved, closed: issue.timestamps.closed,
                recoverable_until: issue.recoverableUntil, ticket: issue.ticket.ticket?.key)
        }
    }
}
