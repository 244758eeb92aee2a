import CloudTrailCore
import FoundationEssentials

/// A digest as people read it.
struct DigestMessage {
    /// Whose accounts it is about: `your accounts`, `all accounts`.
    let scope: String
    let digest: Digest
    let playbook: Playbook
    /// What only operators hear of, one line each.
    var troubles: [RichText] = []

    private static let most = 10

    var message: Message {
        let blocks =
            [.heading("CloudTrail in \(scope): \(headline)"), .facts(facts)] + causes + doubts
            + (troubles.isEmpty ? [] : [.paragraph("\(bold: "Not delivered:")"), .list(troubles)])
        return Message(blocks)
    }

    private var headline: String {
        if !digest.open.isEmpty { return counted(digest.open.count, "open issue") }
        if digest.doubts.isNothingKnown { return "nothing is known yet" }
        return digest.doubts.sentences.isEmpty ? "no open issues" : "no open issues in what could be checked"
    }

    private var facts: [Message.Fact] {
        var facts: [Message.Fact] = []
        if !digest.open.isEmpty { facts.append(.init("Open", "\(states) (\(severities))")) }
        facts.append(.init("New since \(Moment.text(digest.since))", "\(digest.new)"))
        facts.append(.init("Mended since then", "\(digest.resolved)"))
        if let oldest = digest.oldest {
            facts.append(
                .init(
                    "Oldest", "\(where: [oldest.place], playbook), since \(Moment.text(oldest.timestamps.identified))"))
        }
        if digest.accepted > 0 { facts.append(.init("Accepted", "\(digest.accepted)")) }
        return facts
    }

    private var states: String {
        let counts = Dictionary(grouping: digest.open, by: \.status).mapValues(\.count)
        return [Issue.Status.open, .acknowledged, .snoozed].compactMap { status in
            counts[status].map { "\($0) \(status == .open ? "without anybody on it" : status.rawValue)" }
        }.joined(separator: ", ")
    }

    private var severities: String {
        let counts = Dictionary(grouping: digest.open, by: \.severity).mapValues(\.count)
        return Severity.allCases.reversed().compactMap { severity in counts[severity].map { "\($0) \(severity)" } }
            .joined(separator: ", ")
    }

    private var causes: [Message.Block] {
        guard !digest.groups.isEmpty else { return [] }
        let lines = digest.groups.prefix(Self.most).map { group -> RichText in
            let sentences = group.members.flatMap { $0.findings(of: group.cause) }.map(\.sentence).once
            let states = group.members.map(\.state.words).once
            return
                "\(where: group.places, playbook): \(listed(sentences, atMost: 2, by: "; ").shortened(to: 300)) – \(listed(states, atMost: 3))"
        }
        let more = digest.groups.count - lines.count
        return [.list(lines)] + (more > 0 ? [.note("and \(more) more; \(code: "issues") lists them")] : [])
    }

    private var doubts: [Message.Block] {
        let sentences = digest.doubts.sentences
        return sentences.isEmpty
            ? [] : [.paragraph("\(bold: "What is not known:")"), .list(sentences.map { "\($0)" })]
    }
}
