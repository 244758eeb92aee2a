import CloudTrailCore
import FoundationEssentials

/// Who is told of what: a lifecycle step becomes notices to the owners, one for each root cause that it concerns.
struct Reporter: Sendable {
    let playbook: Playbook

    /// The notices of a step that is about to be written over `issue.version`; `before` is the issue as it was stored.
    func notices(of step: Lifecycle.Step, before: Issue?, now: Date) -> [Notice] {
        guard playbook.tellsOwners, let event = step.event else { return [] }
        let events = Self.events(event, before: before, after: step.issue)
        return playbook.recipients(of: step.issue).flatMap { recipient in
            events.sorted { $0.key < $1.key }.map { cause, event in
                Notice(
                    event: event, issue: step.issue, subject: AlertSubject(cause: cause, recipient: recipient),
                    createdAt: now)
            }
        }
    }

    /// What a step means to each cause: when findings change, one cause may begin while another ends and a third stays.
    static func events(_ event: IssueEvent, before: Issue?, after: Issue) -> [RootCause: IssueEvent] {
        guard event == .changed, let before else {
            return Dictionary(after.causes.map { ($0, event) }) { first, _ in first }
        }
        var events: [RootCause: IssueEvent] = [:]
        for cause in before.causes.union(after.causes) {
            let (old, new) = (before.findings(of: cause), after.findings(of: cause))
            if old.isEmpty {
                events[cause] = .opened
            } else if new.isEmpty {
                events[cause] = .resolved
            } else if old.signature != new.signature {
                events[cause] = .changed
            }
        }
        return events
    }
}

extension Playbook {
    /// All who are told of an issue: its account's owners, and whom it was assigned or escalated to.
    func recipients(of issue: Issue) -> [String] {
        let owners = recipients(of: issue.place.account)
        let known = Set(owners.map { $0.lowercased() })
        return owners + issue.followers.filter { !known.contains($0.lowercased()) }
    }

    /// The account's owners; without any, the operators, so that no issue is told to nobody.
    func recipients(of account: AccountID) -> [String] {
        let owners = ownership(of: account).slackOwners
        return owners.isEmpty ? [operatorsChannel].compactMap { $0 } : owners
    }
}
