import CloudTrailCore
import FoundationEssentials

/// What one person sees on the app's home: how things stand, what is theirs, what changed, and what to do.
struct HomePage {
    /// As many rows as one reads.
    private static let most = 8

    let posture: Posture
    let person: Person
    let playbook: Playbook
    let now: Date

    var message: Message {
        let blocks = glance + [.buttons(buttons)] + mine + changes
        return Message(blocks)
    }

    // MARK: At a glance

    private var glance: [Message.Block] {
        var blocks: [Message.Block] = [.heading("CloudTrail at a glance"), .facts(facts)]
        let doubts = posture.doubts(playbook, at: now)
        if !doubts.isEmpty {
            blocks += [.paragraph("\(bold: "What is not known")"), .list(doubts.map { "\($0)" })]
        } else if posture.standing.isEmpty {
            blocks.append(.paragraph("No problems: everything that is watched was looked at, and logs."))
        }
        return blocks
    }

    private var facts: [Message.Fact] {
        var facts: [Message.Fact] = []
        if let scan = posture.lastScan {
            let unknown = scan.regions - scan.checkedRegions
            let closed =
                scan.unreachableAccounts == 0
                ? "" : "; \(counted(scan.unreachableAccounts, "account")) could not be entered"
            facts += [
                .init(
                    "Regions",
                    "\(scan.checkedRegions - scan.brokenRegions) healthy, \(bold: "\(scan.brokenRegions) in trouble"), \(unknown) unknown\(closed)"
                ),
                .init("Last scan", "\(Moment.text(scan.finishedAt)), of \(counted(scan.accounts, "account"))"),
            ]
        } else {
            facts.append(.init("Last scan", "none yet"))
        }
        let counts = Issue.Status.allCases.compactMap { status -> String? in
            let count = posture.standing.count { $0.status == status }
            return count == 0 ? nil : "\(count) \(status.rawValue)"
        }
        facts.append(.init("Issues", "\(counts.isEmpty ? "none" : counts.joined(separator: ", "))"))
        if playbook.scanSchedule != nil { facts.append(.init("Scans", "\(playbook.scanWords)")) }
        return facts
    }

    // MARK: Mine

    private var mine: [Message.Block] {
        let own = Belongings(of: person, playbook)
        let heading = Message.Block.heading("Yours")
        let issues = posture.standing.filter(own.contains)
            .sorted { ($0.severity, $1.place) > ($1.severity, $0.place) }
        guard !issues.isEmpty else {
            let names = listed(own.accounts.map(\.title), atMost: 10)
            let nothing =
                own.accounts.isEmpty
                ? "You are named as the owner of no account in ticket_owners.json, and no issue is assigned to you."
                : "No issues are stored in your accounts: \(names)."
            return [heading, .paragraph("\(nothing)")]
        }
        let shown = issues.prefix(Self.most)
        var buttons = shown.enumerated().map { index, issue in
            Button(
                "\(index + 1): \(playbook.account(issue.place.account).title) \(issue.place.region)",
                .issue(issue.place))
        }
        if issues.count > shown.count {
            buttons.append(Button("All of yours", .issues(IssueQuery(owner: person.id))))
        }
        let more = issues.count - shown.count
        return [heading, .list(shown.enumerated().map { line($0 + 1, $1) })]
            + (more > 0 ? [.note("and \(more) more")] : []) + [.buttons(buttons)]
    }

    private func line(_ number: Int, _ issue: Issue) -> RichText {
        "\(number): \(bold: playbook.account(issue.place.account).title) \(code: issue.place.region): \(issue.findings.sentence.shortened(to: 300)) – \(issue.state.words), since \(Moment.text(issue.timestamps.identified))"
    }

    // MARK: Changes

    private var changes: [Message.Block] {
        let changes = posture.changes(Self.most)
        guard !changes.isEmpty else { return [] }
        let lines = changes.map { place, entry -> RichText in
            let by = entry.by.map { " by \($0)" } ?? ""
            return
                "\(Moment.text(entry.at)) \(bold: playbook.account(place.account).title) \(code: place.region): \(entry.what.words)\(by)"
        }
        return [.heading("Recent changes"), .list(lines)]
    }

    private var buttons: [Button] {
        [
            Button("Scan…", .ask(.scan), style: .primary), Button("Issues", .issues(IssueQuery())),
            Button("Whitelist", .command(Usage.whitelistList.rawValue)), Button("Help", .command(Usage.help.rawValue)),
        ]
    }
}
