import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    /// Gives issues to somebody, who hears of them like an owner from then on.
    func assign(_ targets: Command.Targets, to name: String, by person: Person) async throws -> Message {
        let assignee = try await recipient(name)
        var changed: [Issue] = []
        var names: [[String]: String] = [:]
        for place in try await places(of: targets, Issue.Status.unsettled) {
            guard let issue = try await store.issue(at: place) else { continue }
            let recipients = playbook.recipients(of: issue)
            // Under the name by which they hear of it already, so that they do not hear of it twice.
            if names[recipients] == nil {
                names[recipients] =
                    await Addressees(messenger: messenger).name(of: assignee, among: recipients) ?? assignee
            }
            let name = names[recipients] ?? assignee
            let step = try await book.apply(.assigned(to: name, by: person.label), at: place)
            if let step { changed.append(step.issue) }
        }
        guard !changed.isEmpty else {
            throw Refusal("No open issue there can be assigned, or it is so already.", usage: .issues)
        }
        return .text(
            "Assigned to \(recipient: changed[0].assignee ?? assignee) by \(person.label): \(where: changed.map(\.place), playbook)."
        )
    }

    /// As people are told; throws where the chat does not know them, or they are not to see what stands in issues.
    private func recipient(_ name: String) async throws -> String {
        let bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
        do throws(MessengerError) {
            guard let person = try await messenger.person(named: bare), person.membership == .member else {
                throw MessengerError(.notFound, "Issues are given to full members of this workspace only.")
            }
            _ = try await messenger.conversation(with: bare)
            return bare
        } catch {
            guard error.isFinal else { throw error }
            throw Refusal("Nobody was assigned: \(error.message)", usage: .assign)
        }
    }

    /// What the findings of some issues mean, as the catalogue has it.
    func explain(_ targets: Command.Targets) async throws -> Message {
        let places = Set(try await places(of: targets, Set(Issue.Status.allCases)))
        let accounts = Set(places.map(\.account))
        let issues = try await store.issues(matching: IssueFilter(accounts: accounts)).filter {
            places.contains($0.place)
        }
        var findings = issues.flatMap(\.findings)
        if case .alert(let subject) = targets { findings = issues.flatMap { $0.findings(of: subject.cause) } }
        let concerns = findings.flatMap(\.concerns).once.sorted { $0.severity > $1.severity }
        guard !concerns.isEmpty else { throw Refusal("No issue was ever seen there.", usage: .issues) }
        let blocks = concerns.prefix(4).flatMap { concern -> [Message.Block] in
            [
                .heading(concern.title),
                .facts([
                    .init("Found when", "\(concern.rule)"),
                    .init("At stake (\(concern.severity.rawValue))", "\(concern.risk)"),
                    .init("Mending it takes", "\(code: concern.permissions.joined(separator: ", "))"),
                ]), .note("\(link: "AWS's guide", concern.documentation)"),
            ]
        }
        return Message(blocks)
    }
}
