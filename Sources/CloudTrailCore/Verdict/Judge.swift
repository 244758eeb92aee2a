import struct FoundationEssentials.Date

/// Turns one look at a region into its verdict.
///
/// Healthy means that trails whose logging and delivery are both known to work record everything. A missing answer makes
/// the verdict unknown only where it could change it; delivery errors count on logging trails only.
public struct Judge: Sendable {
    public init() {}

    public func verdict(on snapshot: RegionSnapshot) -> Verdict {
        switch snapshot.trails {
        case .unknown(let reason): Verdict(place: snapshot.place, unknowns: [reason])
        case .known(let trails): verdict(on: trails, in: snapshot.place)
        }
    }

    private func verdict(on trails: [TrailSnapshot], in place: AccountRegion) -> Verdict {
        let evidence = Evidence(trails)
        var verdict = Verdict(place: place, trails: trails)
        if let finding = coverageFinding(evidence.possible, evidence: evidence) { verdict.findings.append(finding) }
        if let finding = deliveryFinding(evidence.logging) { verdict.findings.append(finding) }
        if evidence.possible.gaps != evidence.certain.gaps {
            verdict.unknowns = evidence.undecided.compactMap(\.missingAnswer)
        } else if evidence.certain.gaps.isEmpty, !evidence.witnessed.gaps.isEmpty {
            verdict.unknowns = evidence.logging.filter { !$0.deliveryIsVisible }.map(\.invisibleDelivery)
        }
        return verdict
    }

    private func coverageFinding(_ coverage: Coverage, evidence: Evidence) -> Finding? {
        if coverage.gaps.isEmpty { return nil }
        if !coverage.isEmpty { return .degraded(missing: coverage.gaps) }
        if evidence.trails.isEmpty { return .disabled(.noTrails) }
        if evidence.logging.isEmpty {
            return .disabled(.stopped(since: evidence.trails.compactMap { $0.status.value?.stoppedLogging }.max()))
        }
        return .disabled(.noManagementEvents)
    }

    private func deliveryFinding(_ logging: [TrailSnapshot]) -> Finding? {
        let failing = logging.compactMap { snapshot -> TrailDeliveryErrors? in
            guard let errors = snapshot.status.value?.deliveryErrors, !errors.isEmpty else { return nil }
            return TrailDeliveryErrors(trail: snapshot.trail, errors: errors)
        }
        return failing.isEmpty ? nil : .deliveryErrors(failing.sorted { $0.trail.arn < $1.trail.arn })
    }
}

/// The trails of a region, sorted by what is known of them.
private struct Evidence {
    let trails: [TrailSnapshot]
    /// Known to be logging.
    let logging: [TrailSnapshot]
    /// A missing answer leaves open what they record.
    let undecided: [TrailSnapshot]
    /// What is recorded for certain.
    let certain: Coverage
    /// What would be recorded if every missing answer were the best one.
    let possible: Coverage
    /// What is recorded by trails whose delivery this account can see.
    let witnessed: Coverage

    init(_ trails: [TrailSnapshot]) {
        self.trails = trails
        logging = trails.filter { $0.status.value?.isLogging == true }
        undecided = trails.filter { $0.missingAnswer != nil }
        certain = logging.coverage(unread: .none)
        possible = certain.union(undecided.coverage(unread: .everything))
        witnessed = logging.filter(\.deliveryIsVisible).coverage(unread: .none)
    }
}

extension [TrailSnapshot] {
    /// The union of what the trails' selectors record, counting a selection that was not read as `unread`.
    fileprivate func coverage(unread: Coverage) -> Coverage {
        map { $0.selection.value.map { Coverage($0) } ?? unread }.reduce(.none) { $0.union($1) }
    }
}

extension TrailSnapshot {
    /// The first answer that is missing, nil when it is known what the trail records (a stopped one records nothing).
    fileprivate var missingAnswer: UnknownReason? {
        switch status {
        case .unknown(let reason): reason
        case .known(let status): status.isLogging ? selection.unknown : nil
        }
    }

    fileprivate var deliveryIsVisible: Bool { status.value?.deliveryVisible ?? false }

    fileprivate var invisibleDelivery: UnknownReason {
        UnknownReason(
            .notVisible, call: "GetTrailStatus",
            detail:
                "only account \(trail.owner?.rawValue ?? "that owns it") sees whether organization trail \(trail.name) delivers"
        )
    }
}
