import CloudTrailCore
import FoundationEssentials

/// What a recipient reads about a crowd as it stands now.
struct CrowdMessage {
    /// One subject of it, in trouble.
    private struct Entry {
        let subject: AlertSubject
        let issues: [Issue]
        let severity: Severity
    }

    static let most = 10

    private let crowd: Crowd
    private let recipient: String
    private let playbook: Playbook
    /// The gravest first.
    private let entries: [Entry]
    private let overCauses: Int
    /// What no issue has any more, for it became another cause or somebody else's: nobody knows that it is mended.
    private let goneCauses: Int
    private let overPlaces: Set<AccountRegion>

    /// - Parameter issues: those of its subjects, in whatever state.
    init(_ crowd: Crowd, to recipient: String, issues: [AlertSubject: [Issue]], playbook: Playbook) {
        self.crowd = crowd
        self.recipient = recipient
        self.playbook = playbook
        entries = crowd.subjects.compactMap { subject -> Entry? in
            let standing = (issues[subject] ?? []).filter { Issue.Status.standing.contains($0.status) }
            return standing.map(\.severity).max().map { Entry(subject: subject, issues: standing, severity: $0) }
        }.sorted { ($1.severity, $0.subject.cause) < ($0.severity, $1.subject.cause) }
        let causes = Set(crowd.subjects.map(\.cause))
        let gone = causes.subtracting(crowd.subjects.filter { issues[$0]?.isEmpty == false }.map(\.cause))
        goneCauses = gone.count
        overCauses = causes.subtracting(entries.map(\.subject.cause)).subtracting(gone).count
        overPlaces = Set(issues.values.joined().map(\.place)).subtracting(entries.flatMap { $0.issues.map(\.place) })
    }

    var isOver: Bool { entries.isEmpty }
    var gravest: Severity? { entries.first?.severity }
    /// What the file lists.
    var issues: [Issue] {
        let all = entries.flatMap(\.issues).map { ($0.place, $0) }
        return Dictionary(all) { first, _ in first }.values.sorted { $0.place < $1.place }
    }

    var message: Message {
        var blocks: [Message.Block] = [.heading(headline)]
        if goneCauses > 0 {
            blocks.append(
                .paragraph("\(counted(goneCauses, "cause")) became others: \(code: "issues") lists what is wrong now."))
        }
        if isOver { return Message(blocks) }
        blocks += [.facts(facts), .list(entries.prefix(Self.most).map(line))]
        if entries.count > Self.most { blocks.append(.note("and \(entries.count - Self.most) more")) }
        if overCauses > 0 { blocks.append(.note("Mended already: \(counted(overCauses, "cause")).")) }
        let file = crowd.hasFile ? "; the file in the thread has them all" : ""
        blocks.append(
            .paragraph(
                "So much came at once that these get no messages of their own. \(code: "issues") lists them, with what can be done\(file)."
            ))
        return Message(blocks)
    }

    private var headline: String {
        if isOver, goneCauses > 0 {
            return "CloudTrail may still be in trouble: \(counted(crowd.subjects.count, "cause")) are over here"
        }
        if isOver {
            return "CloudTrail works again: \(counted(overCauses, "cause")), \(scope(overPlaces))"
        }
        let causes = Set(entries.map(\.subject.cause)).count
        return "CloudTrail: \(counted(causes, "more cause")), \(scope(Set(issues.map(\.place))))"
    }

    private func scope(_ places: Set<AccountRegion>) -> String {
        "in \(counted(places.count, "region")) of \(counted(Set(places.map(\.account)).count, "account"))"
    }

    private var facts: [Message.Fact] {
        let severities = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = entries.count { $0.severity == severity }
            return count > 0 ? "\(count) \(severity.rawValue)" : nil
        }
        var facts = [Message.Fact("Severity", "\(severities.joined(separator: ", "))")]
        let statuses = issues.map(\.status)
        if Set(statuses) != [.open] {
            let words = Issue.Status.allCases.compactMap { status -> String? in
                let count = statuses.count { $0 == status }
                return count > 0 ? "\(count) \(status.rawValue)" : nil
            }
            facts.append(.init("Status", "\(words.joined(separator: ", "))"))
        }
        return facts
    }

    private func line(_ entry: Entry) -> RichText {
        let sentences = entry.issues.flatMap { $0.findings(of: entry.subject.cause) }.map(\.sentence).once
        let reader: RichText =
            entry.subject.recipient == recipient ? "" : " (for \(recipient: entry.subject.recipient))"
        return
            "\(where: entry.issues.map(\.place), playbook)\(reader): \(listed(sentences, atMost: 2, by: "; ").shortened(to: 300))"
    }
}
