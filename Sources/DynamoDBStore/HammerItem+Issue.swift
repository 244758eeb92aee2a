import AWS
import CloudTrailCore

extension HammerItem {
    /// What Hammer's own fields say. It tells less than ours; the next scan tells the rest.
    func hammersIssue(at place: AccountRegion, _ ticketURL: (String) -> String) -> Issue {
        let trails = (item["issue_details"]?["trails"]?.list ?? []).compactMap(TrailSnapshot.init(hammer:))
        let findings = findings(trails)
        let ticket = item["jira_details"]?["ticket"]?.string.map {
            Ticket(key: $0, url: ticketURL($0), assigneeID: item["jira_details"]?["ticket_assignee_id"]?.string)
        }
        return Issue(
            place: place, state: state, findings: findings,
            causes: Verdict(place: place, findings: findings, trails: trails).causes, trails: trails,
            history: IssueHistory(history), ticket: ticket.map { .created($0) } ?? .none)
    }

    /// Hammer's `unknown` is open: somebody has to look.
    private var state: Issue.State {
        switch item["status"]?.string {
        case "whitelisted": .whitelisted
        case "resolved": .resolved
        case "closed": .closed
        default: .open
        }
    }

    /// Hammer's code stores `delivery_errors` as a flag, its documentation as a map; the trails say which either way.
    private func findings(_ trails: [TrailSnapshot]) -> [Finding] {
        var findings: [Finding] = []
        if item["issue_details"]?["disabled"]?.bool == true {
            findings.append(.disabled(trails.isEmpty ? .noTrails(lastRecorded: nil) : .stopped(since: nil)))
        }
        let failing = trails.compactMap { snapshot -> TrailDeliveryErrors? in
            guard let status = snapshot.status.value, status.isLogging, !status.deliveryErrors.isEmpty else {
                return nil
            }
            return TrailDeliveryErrors(trail: snapshot.trail, errors: status.deliveryErrors)
        }
        if !failing.isEmpty { findings.append(.deliveryErrors(failing)) }
        return findings
    }

    private var history: [IssueHistory.Entry] {
        func entry(_ stamp: String, _ what: IssueHistory.Entry.What) -> IssueHistory.Entry? {
            item["timestamps"]?[stamp]?.string.flatMap(HammerTime.date).map { .init(at: $0, what: what) }
        }
        return [
            entry("identified", .opened), entry("reported", .told), entry("resolved", .resolved),
            entry("closed", .closed),
        ].compactMap { $0 }
    }
}

extension TrailSnapshot {
    fileprivate init?(hammer value: AttributeValue) {
        guard let arn = value["id"]?.string else { return nil }
        let errors = DeliveryTarget.hammerNames.compactMap { name, target -> DeliveryError? in
            guard let error = value["errors"]?[name], let code = error["error"]?.string else { return nil }
            return DeliveryError(target: target, code: code, resource: error["resource"]?.string)
        }
        let name = arn.split(separator: "/").last.map(String.init) ?? arn
        self.init(
            trail: Trail(arn: arn, name: name, isMultiRegion: value["multi_region"]?.bool ?? false),
            status: .known(TrailStatus(isLogging: value["enabled"]?.bool ?? false, deliveryErrors: errors)),
            selection: .known(Self.selection(value["selectors"]?.string ?? "All")))
    }

    private static func selection(_ text: String) -> EventSelection {
        let types = text.split(separator: ",").compactMap { EventSelector.ReadWriteType(rawValue: String($0)) }
        return types.isEmpty || types == [.all]
            ? .standard : .basic(types.map { EventSelector(readWriteType: $0) })
    }
}
