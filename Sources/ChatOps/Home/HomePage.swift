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
        let blocks = glance + mine + changes + [.buttons(buttons)]
        return Message(summary: blocks.plain, blocks: blocks)
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
        let accounts = playbook.accounts.filter { account in
            playbook.ownership(of: account.id).slackOwners.contains { person.isOwner($0) }
        }
        let heading = Message.Block.heading("Yours")
        guard !accounts.isEmpty else {
            return [heading, .paragraph("You are named as the owner of no account in ticket_owners.json.")]
        }
        let owned = Set(accounts.map(\.id))
        let issues = posture.standing.filter { owned.contains($0.place.account) }
            .sorted { ($0.severity, $1.place) > ($1.severity, $0.place) }
        let names = listed(accounts.map(\.title), atMost: 10)
        guard !issues.isEmpty else { return [heading, .paragraph("No issues are stored in your accounts: \(names).")] }
        let shown = issues.prefix(Self.most)
        var buttons = shown.enumerated().map { index, issue in
            Button(
                "\(index + 1): \(playbook.account(issue.place.account).title) \(issue.place.region)",
                .issue(issue.place))
        }
        if issues.count > shown.count {
            buttons.append(Button("All \(issues.count) of yours", .issues(IssueQuery(accounts: owned.sorted()))))
        }
        return [heading, .list(shown.enumerated().map { line($0 + 1, $1) }), .buttons(buttons)]
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

extension Person {
    /// Whether ticket_owners.json means this person: by id, e-mail or name. It gives no right, so a name is enough.
    fileprivate func isOwner(_ entry: String) -> Bool {
        let name = (entry.hasPrefix("@") ? String(entry.dropFirst()) : entry).lowercased()
        return isNamed(by: entry) || !entry.hasPrefix("#") && names.contains { $0.lowercased() == name }
    }
}
