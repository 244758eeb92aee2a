import CloudTrailCore
import FoundationEssentials

/// Who is told of what: a lifecycle step becomes notices to the owners.
struct Reporter: Sendable {
    let playbook: Playbook

    /// The notices of a step that is about to be written over `issue.version`.
    func notices(of step: Lifecycle.Step, now: Date) -> [Notice] {
        guard playbook.tellsOwners, let event = step.event else { return [] }
        return recipients(of: step.issue.place.account).map {
            Notice(event: event, issue: step.issue, recipient: $0, createdAt: now)
        }
    }

    /// The account's owners; without any, the operators, so that no issue is told to nobody.
    private func recipients(of account: AccountID) -> [String] {
        let owners = playbook.ownership(of: account).slackOwners
        return owners.isEmpty ? [playbook.operatorsChannel].compactMap { $0 } : owners
    }
}
