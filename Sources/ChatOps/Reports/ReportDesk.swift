import CloudTrailCore
import FoundationEssentials

/// Makes reports of what is stored.
public struct ReportDesk: Sendable {
    private let store: any Store
    let playbook: Playbook
    private let illustrator: any Illustrator
    private let now: @Sendable () -> Date

    public init(
        store: any Store, playbook: Playbook, illustrator: any Illustrator, now: @escaping @Sendable () -> Date
    ) {
        self.store = store
        self.playbook = playbook
        self.illustrator = illustrator
        self.now = now
    }

    /// A file and what is said with it.
    struct Report: Sendable {
        let file: SharedFile
        let comment: String
    }

    /// Every issue that is not closed, for spreadsheets.
    func table() async throws(StoreError) -> Report {
        let issues = try await store.issues(matching: IssueFilter(statuses: Issue.Status.current))
        let open = issues.count { Issue.Status.unsettled.contains($0.status) }
        let moment = now()
        let comment =
            "CloudTrail issues as of \(Moment.text(moment)): \(open) open, \(issues.count - open) accepted or just mended."
        return Report(
            file: SharedFile(
                name: "cloudtrail-issues-\(Self.stamp(moment)).csv", title: "CloudTrail issues, \(Moment.text(moment))",
                alternativeText: "", content: IssueTable(issues, playbook: playbook).data), comment: comment)
    }

    /// The estate at a glance.
    func picture() async throws -> Report {
        let issues = try await store.issues(matching: IssueFilter())
        var baselines: [AccountID: AccountBaseline] = [:]
        for account in playbook.accounts { baselines[account.id] = try await store.baseline(of: account.id) }
        let moment = now()
        let overview = OverviewSketch(
            issues: issues, baselines: baselines, lastScan: try await store.latestScan(), playbook: playbook,
            now: moment
        ).overview
        return Report(
            file: SharedFile(
                name: "cloudtrail-\(Self.stamp(moment)).png", title: overview.title, alternativeText: overview.words,
                content: try illustrator.picture(of: overview)), comment: "\(overview.title), \(overview.subtitle).")
    }

    /// `2026-11-25T0800Z`
    private static func stamp(_ date: Date) -> String {
        date.ISO8601Format().prefix(16).replacing(":", with: "") + "Z"
    }
}

/// A file to be shown in a conversation.
public struct SharedFile: Sendable, Hashable {
    /// With its ending, by which the chat knows what it is.
    public var name: String
    public var title: String
    /// What screen readers say of a picture; empty for what is none.
    public var alternativeText: String
    public var content: Data

    public init(name: String, title: String, alternativeText: String, content: Data) {
        self.name = name
        self.title = title
        self.alternativeText = alternativeText
        self.content = content
    }
}
