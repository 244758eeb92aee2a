import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    func acknowledge(_ targets: Command.Targets, by person: Person) async throws -> Message {
        let changed = try await apply(.acknowledged(by: person.label), to: targets)
        return try told(changed, "\(person.label) is on it:", otherwise: "is acknowledged", targets)
    }

    /// Whatever is quiet for longer is an exception, which needs a reason and an approver.
    static var longestSnooze: TimeInterval { 30 * 86_400 }

    func snooze(_ targets: Command.Targets, until deadline: Deadline, by person: Person) async throws -> Message {
        let until = deadline.date(from: now())
        guard until > now() else { throw Refusal("\(Moment.text(until)) is over already.", usage: .snooze) }
        guard until <= now().addingTimeInterval(Self.longestSnooze) else {
            throw Refusal(
                "A snooze lasts 30 days at most. What is meant to stay is whitelisted, with a reason.", usage: .snooze)
        }
        let changed = try await apply(.snoozed(until: until, by: person.label), to: targets)
        return try told(
            changed, "Snoozed until \(Moment.end(until)) by \(person.label), unless it gets worse:",
            otherwise: "can be snoozed", targets)
    }

    func release(_ targets: Command.Targets, by person: Person) async throws -> Message {
        let changed = try await apply(.released(by: person.label), to: targets)
        return try told(
            changed, "Open again by \(person.label):", otherwise: "was acknowledged or snoozed", targets)
    }

    /// The issues that changed.
    private func apply(_ input: Lifecycle.Input, to targets: Command.Targets) async throws -> [Issue] {
        var changed: [Issue] = []
        for place in try await places(of: targets, Issue.Status.unsettled) {
            if let step = try await book.apply(input, at: place) { changed.append(step.issue) }
        }
        return changed
    }

    private func told(
        _ changed: [Issue], _ what: String, otherwise: String, _ targets: Command.Targets
    ) throws(Refusal) -> Message {
        guard !changed.isEmpty else {
            throw Refusal("No open issue there \(otherwise), or it is so already.", usage: .issues)
        }
        return .text("\(what) \(where: changed.map(\.place), playbook).")
    }

    /// The places with an issue of one of these statuses that an act is meant for.
    func places(of targets: Command.Targets, _ statuses: Set<Issue.Status>) async throws -> [AccountRegion] {
        switch targets {
        case .regions(let name, let scopes):
            let account = try playbook.account(named: name)
            let issues = try await store.issues(matching: IssueFilter(accounts: [account.id], statuses: statuses))
            return issues.map(\.place).filter { place in scopes.contains { $0.contains(place.region) } }
        case .alert(let subject):
            return try await playbook.issues(of: subject, in: store).filter { statuses.contains($0.status) }
                .map(\.place)
        }
    }
}
