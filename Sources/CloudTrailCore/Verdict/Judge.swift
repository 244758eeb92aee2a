import FoundationEssentials

/// Turns one look at a region into its verdict.
///
/// Healthy means that trails whose logging and delivery are both known to work record everything. A missing answer makes
/// the verdict unknown only where it could change it; delivery errors count on logging trails only. The rules, with AWS's
/// sources, are in <doc:Rules>.
public struct Judge: Sendable {
    public init() {}

    /// `baseline` is what was seen before, nil when there is nothing to compare with; `now` the time of the look.
    public func verdict(on snapshot: RegionSnapshot, since baseline: RegionBaseline? = nil, at now: Date) -> Verdict {
        switch snapshot.trails {
        case .unknown(let reason):
            Verdict(place: snapshot.place, unknowns: [reason])
        case .known(let trails):
            verdict(on: trails.sorted { $0.trail.arn < $1.trail.arn }, in: snapshot.place, since: baseline, at: now)
        }
    }

    private func verdict(
        on trails: [TrailSnapshot], in place: AccountRegion, since baseline: RegionBaseline?, at now: Date
    ) -> Verdict {
        let evidence = Evidence(trails)
        let changes = baseline?.changes(to: trails) ?? []
        let findings = [
            coverageFinding(evidence, lastRecorded: baseline?.recordedAt), deliveryFinding(evidence.logging, at: now),
            changes.isEmpty ? nil : .changed(changes),
        ]
        return Verdict(
            place: place, findings: findings.compactMap(\.self), unknowns: evidence.unknowns, trails: trails,
            baseline: RegionBaseline(trails, after: baseline, isRecorded: !evidence.certain.isEmpty, at: now))
    }

    /// What is missing even if every missing answer were the best one.
    private func coverageFinding(_ evidence: Evidence, lastRecorded: Date?) -> Finding? {
        let gaps = evidence.possible.gaps
        if gaps.isEmpty { return nil }
        if !evidence.possible.isEmpty { return .degraded(missing: gaps) }
        if evidence.trails.isEmpty { return .disabled(.noTrails(lastRecorded: lastRecorded)) }
        if evidence.areAllStopped {
            return .disabled(.stopped(since: evidence.trails.compactMap { $0.status.value?.stoppedLogging }.max()))
        }
        return .disabled(.noManagementEvents(lastRecorded: lastRecorded))
    }

    private func deliveryFinding(_ logging: [TrailSnapshot], at now: Date) -> Finding? {
        let failing = logging.compactMap { snapshot -> TrailDeliveryErrors? in
            let errors = snapshot.deliveryErrors(at: now)
            return errors.isEmpty ? nil : TrailDeliveryErrors(trail: snapshot.trail, errors: errors)
        }
        return failing.isEmpty ? nil : .deliveryErrors(failing)
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

    var areAllStopped: Bool { trails.allSatisfy { $0.status.value?.isLogging == false } }

    /// The missing answers that could change the verdict: what is recorded, and whether what is recorded arrives.
    var unknowns: [UnknownReason] {
        var unknowns: [UnknownReason] = []
        let hoped = witnessed.union(undecided.coverage(unread: .everything))
        if hoped.gaps != witnessed.gaps { unknowns += undecided.compactMap(\.missingAnswer) }
        if witnessed.gaps != certain.gaps {
            unknowns += logging.filter { !$0.deliveryIsVisible }.map(\.invisibleDelivery)
        }
        return unknowns
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

    /// AWS's errors, and a digest that is overdue: CloudTrail delivers one an hour, even when nothing happened.
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
    fileprivate func deliveryErrors(at now: Date) -> [DeliveryError] {
        guard let status = status.value else { return [] }
        let errors = status.deliveryErrors.sorted { ($0.target.rawValue, $0.code) < ($1.target.rawValue, $1.code) }
        guard trail.validatesLogFiles, !errors.contains(where: { $0.target == .digest }),
            let started = status.startedLogging, let latest = status.latestDigestDelivery,
            min(now.timeIntervalSince(started), now.timeIntervalSince(latest)) > 86_400
        else { return errors }
        return errors + [
            DeliveryError(
                target: .digest, code: DeliveryError.digestOverdue, resource: trail.bucket, lastSuccess: latest)
        ]
    }
}
