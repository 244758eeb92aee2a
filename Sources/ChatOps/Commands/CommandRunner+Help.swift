extension CommandRunner {
    var help: Message {
        var blocks: [Message.Block] = [
            .paragraph(
                "Commands: I look after CloudTrail in \(counted(playbook.accounts.count, "AWS account")). Type these to me directly, after my name in a channel, or after my slash command."
            )
        ]
        for topic in Usage.Topic.allCases {
            let lines = Usage.allCases.filter { $0.topic == topic }.map { usage -> RichText in
                "\(code: usage.rawValue) – \(usage.meaning)"
            }
            blocks += [.paragraph("\(bold: topic.rawValue)"), .list(lines)]
        }
        blocks += [
            .buttons([Button("Scan…", .ask(.scan)), Button("Issues", .issues(IssueQuery()))]),
            .note("Where you may not do something I say which role it takes, and who can give it to you."),
        ]
        return Message(blocks)
    }

    /// The commands whose first word a topic names, with the role each needs and an example.
    func help(about topic: String) throws(Refusal) -> Message {
        let word = topic.split(separator: " ").first.map { $0.lowercased() } ?? ""
        let all = Usage.allCases.filter { $0.firstWord == word }
        let found = all.filter { $0.rawValue.hasPrefix(topic.lowercased()) }
        guard !all.isEmpty else {
            let refusal: RichText = "There is no command \(code: word.shortened(to: 40))."
            guard let near = Suggestion.nearest(to: word, in: Usage.firstWords) else {
                throw Refusal(refusal, usage: .help)
            }
            throw Refusal(refusal + " Did you mean \(code: near)?", wouldWork: ["help \(near)"])
        }
        let blocks = (found.isEmpty ? all : found).flatMap { usage -> [Message.Block] in
            var facts: [Message.Fact] = [.init("What it does", "\(usage.meaning)")]
            if let role = usage.role { facts.append(.init("Role", "\(role.rawValue)")) }
            if let example = usage.example { facts.append(.init("For example", "\(code: example)")) }
            return [.paragraph("\(code: usage.rawValue)"), .facts(facts)]
        }
        return Message(blocks)
    }
}

extension Usage {
    var firstWord: String { String(rawValue.prefix { $0 != " " }) }

    /// What one might type; nil where the usage is it.
    var example: String? {
        switch self {
        case .scanAccount: "scan account payments-prod in eu-west-1, us-east-1"
        case .issues: "issues account payments-prod status open"
        case .issue: "issue payments-prod eu-west-1"
        case .acknowledge: "acknowledge payments-prod *"
        case .snooze: "snooze payments-prod eu-west-1 for 4h"
        case .release: "reopen payments-prod eu-west-1"
        case .assign: "assign payments-prod eu-west-1 to @dana"
        case .explain: "explain payments-prod *"
        case .ticket: "ticket payments-prod eu-west-1"
        case .whitelistAdd: "whitelist add payments-prod eu-west-1 until 2026-12-31 because the bucket moves"
        case .whitelistRemove: "whitelist remove payments-prod eu-west-1"
        case .accounts: "accounts payments"
        case .accountName: "account 111122223333 name"
        case .accountStatus: "account payments-prod status"
        case .audit: "audit payments-prod"
        default: nil
        }
    }

    /// The role that its example needs, by the grammar itself.
    var role: Role? { try? CommandParser().parse(example ?? rawValue).role }
}
