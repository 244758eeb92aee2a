import CloudTrailCore
import FoundationEssentials

/// A page of the list of issues, with what leads on from it.
struct IssueList {
    static let pageLength = 10

    let query: IssueQuery
    /// Whose it is, where it is somebody's.
    let owner: Person?
    /// All that match, in the order of their places.
    let found: [Issue]
    /// The one cause that is shown, where it is one.
    let cause: RootCause?
    let playbook: Playbook
    /// What the list is worth: when everything was last looked at.
    let look: String

    /// `found` may have other causes as well.
    init(query: IssueQuery, owner: Person? = nil, found: [Issue], playbook: Playbook, look: String) {
        self.query = query
        self.owner = owner
        self.playbook = playbook
        self.look = look
        let cause = query.cause.flatMap { id in
            found.lazy.flatMap(\.causes).first { IssueQuery.CauseID($0) == id }
        }
        self.cause = cause
        self.found = query.cause == nil ? found : found.filter { cause.map($0.causes.contains) ?? false }
    }

    var message: Message {
        let rows = rows
        let pages = max(1, (rows.count + Self.pageLength - 1) / Self.pageLength)
        // What was mended meanwhile may have taken pages with it.
        let page = min(query.page, pages - 1)
        let shown = (0..<rows.count).dropFirst(page * Self.pageLength).prefix(Self.pageLength).map { ($0, rows[$0]) }
        guard !shown.isEmpty else {
            let nothing = title(0, 0, 1) + " \(look)"
            return Message(summary: nothing.plain, blocks: [.paragraph(nothing)] + turning(page, pages) + filters)
        }
        var blocks: [Message.Block] = [
            .paragraph(title(rows.count, page, pages)),
            .table(Table(columns: Row.columns, rows: shown.map { $1.cells($0 + 1, playbook) })),
            .buttons(shown.map { $1.button($0 + 1, query, playbook) }),
        ]
        blocks += turning(page, pages) + filters + [.note("\(look)")]
        return Message(blocks)
    }

    /// By cause, or the places of one.
    private var rows: Rows {
        cause.map { .places(found, of: $0) } ?? .causes(found.byCause)
    }

    private func title(_ rows: Int, _ page: Int, _ pages: Int) -> RichText {
        let words = query.statuses.map(\.rawValue).joined(separator: " or ")
        let kind = words.isEmpty ? "" : words + " "
        let names = query.accounts.map { playbook.account($0).title }
        let scope = owner.map { " for \($0.label)" } ?? (names.isEmpty ? "" : " in \(listed(names, atMost: 10))")
        guard !found.isEmpty else { return "No \(kind)issues are stored\(scope)." }
        let causes = query.cause == nil && rows < found.count ? ", \(counted(rows, "cause"))" : ""
        let one = cause.map { " of one cause, \($0.key.shortened(to: 200))" } ?? ""
        let part = pages > 1 ? "; page \(page + 1) of \(pages)" : ""
        return
            "\(bold: "\(found.count) \(kind)\(found.count == 1 ? "issue" : "issues")")\(scope)\(causes)\(one)\(part):"
    }

    private func turning(_ page: Int, _ pages: Int) -> [Message.Block] {
        guard query.leadsOn else {
            let most = IssueQuery.mostAccounts
            return pages > 1 ? [.note("Name no more than \(most) accounts to turn pages.")] : []
        }
        var buttons = [Button("Refresh", .issues(query.at(page: page)))]
        if page > 0 { buttons.append(Button("Previous page", .issues(query.at(page: page - 1)))) }
        if page + 1 < pages { buttons.append(Button("Next page", .issues(query.at(page: page + 1)))) }
        if query.cause != nil { buttons.append(Button("All causes", .issues(query.of(nil)))) }
        return [.buttons(buttons)]
    }

    private var filters: [Message.Block] { query.leadsOn ? [.menus(menus, of: .issues(query))] : [] }

    private var menus: [Menu] {
        let statuses = Issue.Status.allCases.map { FormChoice(value: $0.rawValue, label: $0.rawValue) }
        let status = query.statuses.count == 1 ? statuses.first { $0.value == query.statuses[0].rawValue } : nil
        let account = query.accounts.count == 1 ? playbook.account(query.accounts[0]) : nil
        return [
            Menu(
                field: IssueQuery.statusField, label: "Status", choices: .these([IssueQuery.allStatuses] + statuses),
                selected: status ?? (query.statuses.isEmpty ? IssueQuery.allStatuses : nil)),
            Menu(
                field: IssueQuery.accountField, label: "Account", choices: .searched,
                selected: account.map { FormChoice(value: $0.id.rawValue, label: $0.title) }
                    ?? query.owner.map(IssueQuery.choice(of:))
                    ?? (query.accounts.isEmpty ? IssueQuery.allAccounts : nil)),
        ]
    }
}

extension IssueList {
    private enum Rows {
        case causes(CauseGroups<Issue>)
        case places([Issue], of: RootCause)

        var count: Int {
            switch self {
            case .causes(let groups): groups.count
            case .places(let issues, _): issues.count
            }
        }

        subscript(position: Int) -> Row {
            switch self {
            case .causes(let groups):
                // Made at each look.
                let group = groups[position]
                return Row(cause: group.cause, members: group.members)
            case .places(let issues, let cause): return Row(cause: cause, members: [issues[position]])
            }
        }
    }

    /// A cause and where it is, or one of its places.
    struct Row {
        static let columns = [
            "No.", "Severity", "Account", "Regions", "What is wrong", "Status", "First seen", "Ticket",
        ]

        let cause: RootCause
        let members: [Issue]

        private var places: [AccountRegion] { members.map(\.place) }
        private var accounts: [AccountID] { Set(places.map(\.account)).sorted() }

        func cells(_ number: Int, _ playbook: Playbook) -> [String] {
            let findings = members.flatMap { $0.findings(of: cause) }
            let first = members.map(\.timestamps.identified).min() ?? .distantPast
            return [
                "\(number)", findings.severity.rawValue,
                accounts.count > 3
                    ? counted(accounts.count, "account")
                    : accounts.map { playbook.account($0).title }.joined(separator: ", "),
                members.count > 8
                    ? counted(members.count, "region") : places.map(\.region.rawValue).once.joined(separator: ", "),
                listed(findings.map(\.sentence).once, atMost: 2, by: "; ").shortened(to: 300),
                listed(members.map(\.state.words).once, atMost: 3), Moment.text(first),
                listed(members.compactMap(\.ticket.ticket?.key).once, atMost: 3),
            ]
        }

        /// Leads to the issue; to the places where there are several.
        func button(_ number: Int, _ whole: IssueQuery, _ playbook: Playbook) -> Button {
            let query = whole.leadsOn ? whole : IssueQuery(statuses: whole.statuses)
            let name = accounts.count == 1 ? playbook.account(accounts[0]).title : counted(accounts.count, "account")
            guard members.count > 1 else {
                return Button("\(number): \(name) \(places[0].region)", .issue(places[0]))
            }
            return Button("\(number): \(name), \(counted(members.count, "region"))", .issues(query.of(cause)))
        }
    }
}
