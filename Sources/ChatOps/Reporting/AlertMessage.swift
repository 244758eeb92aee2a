import CloudTrailCore
import FoundationEssentials

/// What owners read about one subject as it stands now: what broke, where, since when, what to do.
struct AlertMessage {
    let subject: AlertSubject
    /// The issues in trouble, in the order of their places: those nobody has accepted, or all when every one is accepted.
    let standing: [Issue]
    /// Accepted ones beside them.
    let accepted: [Issue]
    /// Issues of the same cause that are over, and all other places that once were in trouble.
    let over: [Issue]
    let overPlaces: [AccountRegion]
    /// Issues in trouble at those places that are told elsewhere: their cause became another, or their owner.
    let others: [Issue]
    let playbook: Playbook

    init(
        _ subject: AlertSubject, issues: [Issue], thread: AlertThread?, others: [Issue] = [], playbook: Playbook
    ) {
        self.subject = subject
        self.others = others
        self.playbook = playbook
        let all = issues.filter { Issue.Status.standing.contains($0.status) }
        let unsettled = all.filter { $0.status != .whitelisted }
        standing = unsettled.isEmpty ? all : unsettled
        accepted = unsettled.isEmpty ? [] : all.filter { $0.status == .whitelisted }
        let places = Set(all.map(\.place))
        let known = thread?.places ?? []
        over = issues.filter { !places.contains($0.place) && (known.isEmpty || known.contains($0.place)) }
        overPlaces = known.union(over.map(\.place)).subtracting(places).sorted()
    }

    var isOver: Bool { standing.isEmpty }
    /// Over, and nothing is wrong there that is told elsewhere.
    var isMended: Bool { isOver && others.isEmpty }

    var message: Message {
        let headline = "\(headlineStart) \(scope)"
        let facts = Message.Block.facts(AlertFacts(alert: self).all)
        return Message(
            summary:
                "\(headline)\(standing.count > 1 ? ": \(placesByAccount.map(\.plain).joined(separator: "; "))" : ""). \(sentences.joined(separator: ". "))",
            blocks: [.heading(headline), facts] + details + AlertButtons(alert: self).blocks)
    }

    /// The issues that the words are about: those in trouble, else those that were.
    var shown: [Issue] { isOver ? over : standing }

    private var findings: [Finding] { shown.flatMap { $0.findings(of: subject.cause) } }

    private var headlineStart: String {
        if isMended { return "CloudTrail works again:" }
        if isOver { return "CloudTrail is still in trouble:" }
        let kinds = Set(findings.map(\.kind)).map(\.words).sorted().joined(separator: ", ")
        let statuses = Set(standing.map(\.status))
        guard statuses.count == 1, let status = statuses.first else { return "CloudTrail \(kinds):" }
        let manner =
            switch status {
            case .acknowledged, .snoozed, .whitelisted: ", \(status.rawValue)"
            case .open, .resolved, .closed: ""
            }
        return "CloudTrail \(kinds)\(manner):"
    }

    /// Which places, as a headline has room for them.
    private var scope: String {
        let places = isOver ? overPlaces : standing.map(\.place)
        let accounts = Set(places.map(\.account)).sorted()
        guard accounts.count == 1 else {
            return "\(counted(places.count, "region")) in \(counted(accounts.count, "account"))"
        }
        let regions = places.count == 1 ? places[0].region.rawValue : counted(places.count, "region")
        return "\(playbook.account(accounts[0]).title), \(regions)"
    }

    /// What is wrong; the same in many regions is said once.
    var sentences: [String] {
        let all = findings.map(\.sentence).once
        return all.count > 5 ? all.prefix(5) + ["and \(all.count - 5) more"] : all
    }

    private var details: [Message.Block] {
        if isOver {
            let before = sentences.isEmpty ? "" : "It was \(sentences.joined(separator: "; "))."
            let words: [RichText?] = [before.isEmpty ? nil : "\(before)", present]
            return words.compactMap(\.self).map { .paragraph($0) }
        }
        var blocks: [Message.Block] = [.list(sentences.map { "\($0)" })]
        if Set(standing.map(\.place.account)).count > 1 { blocks.append(.list(placesByAccount)) }
        if !accepted.isEmpty {
            blocks.append(.note("Accepted beside them: \(where: accepted.map(\.place), playbook)."))
        }
        let mended = overPlaces.count - Set(others.map(\.place)).count
        if mended > 0 { blocks.append(.note("Mended already: \(counted(mended, "region")).")) }
        if let present { blocks.append(.paragraph(present)) }
        guard let worst = standing.max(by: { $0.severity < $1.severity }) else { return blocks }
        if !worst.trails.isEmpty {
            blocks.append(.note("Trails: \(worst.trails.map(\.words).joined(separator: "; "))"))
        }
        if let deadline = RecoveryDeadline.words(for: standing, of: subject.cause) {
            blocks.append(.paragraph(deadline))
        }
        return blocks + advice(for: worst)
    }

    /// What is wrong there now.
    private var present: RichText? {
        guard !others.isEmpty else { return nil }
        let now = others.flatMap(\.findings).map(\.sentence).once
        return
            "\(bold: "Not mended, but told in another message:") \(where: others.map(\.place), playbook): \(listed(now, atMost: 3, by: "; ").shortened(to: 500))."
    }

    /// Up to ten accounts, each with its regions.
    private var placesByAccount: [RichText] {
        let accounts = Dictionary(grouping: standing.map(\.place), by: \.account).sorted { $0.key < $1.key }
        let lines = accounts.prefix(10).map { account, places -> RichText in
            "\(bold: playbook.account(account).title) \(code: listed(places.map(\.region.rawValue), atMost: 12))"
        }
        return accounts.count > 10 ? lines + ["and \(counted(accounts.count - 10, "account")) more"] : lines
    }

    private func advice(for issue: Issue) -> [Message.Block] {
        guard !standing.allSatisfy({ $0.status == .whitelisted }) else { return [] }
        var narrowed = issue
        narrowed.findings = issue.findings(of: subject.cause)
        let advice = narrowed.advice
        guard let first = advice.first else { return [] }
        let commands = BriefCommands(advice.flatMap(\.commands))
        var blocks: [Message.Block] = [.note("At stake (\(first.concern.severity.rawValue)): \(first.concern.risk)")]
        if !commands.lines.isEmpty {
            blocks += [.paragraph("What would mend it:"), .code(commands.lines.joined(separator: "\n"))]
        }
        let whole = "issue \(issue.place.account) \(issue.place.region)"
        let rest: RichText = commands.isWhole ? "" : "Longer commands: \(code: whole). "
        return blocks + [
            .note(
                "\(rest)It takes \(code: first.permissions.joined(separator: ", ")). \(link: "AWS's guide", first.concern.documentation)"
            )
        ]
    }
}

/// The commands that an alert has room for: one that is cut would be dangerous to copy, so a long one is left out whole, with
/// what was said about it.
struct BriefCommands {
    private(set) var lines: [String] = []
    private(set) var isWhole = true

    init(_ all: [String]) {
        var notes: [String] = []
        for line in all {
            if line.hasPrefix("#") {
                notes.append(line)
            } else {
                if line.count <= 320 { lines += notes + [line] } else { isWhole = false }
                notes = []
            }
        }
    }
}

/// Until when what was not delivered can still be had.
enum RecoveryDeadline {
    static func words(for issues: [Issue], of cause: RootCause) -> RichText? {
        let failing = issues.filter { $0.findings(of: cause).contains(where: \.failsToDeliverFiles) }
        guard let deadline = failing.compactMap(\.recoverableUntil).min() else { return nil }
        return
            "AWS retries for 30 days: logs are recoverable if delivery is mended before \(bold: Moment.text(deadline))."
    }
}
