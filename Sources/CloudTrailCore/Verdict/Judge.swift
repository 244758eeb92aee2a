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
            verdict(on: trails.inOrder { $0.trail.arn }, in: snapshot.place, since: baseline, at: now)
        }
    }

    private func verdict(
        on trails: [TrailSnapshot], in place: AccountRegion, since baseline: RegionBaseline?, at now: Date
    ) -> Verdict {
        let evidence = Evidence(trails)
        let isUnchanged = baseline?.isUnchanged(by: trails) ?? false
        let changes = isUnchanged ? [] : baseline?.changes(to: trails) ?? []
        let findings = [
            coverageFinding(evidence, lastRecorded: baseline?.recordedAt), deliveryFinding(evidence, at: now),
            changes.isEmpty ? nil : .changed(changes),
        ]
        return Verdict(
            place: place, findings: findings.compactMap(\.self), unknowns: evidence.unknowns, trails: trails,
            baseline: RegionBaseline(
                trails, after: baseline, isUnchanged: isUnchanged, isRecorded: !evidence.certain.isEmpty, at: now))
    }

    /// What is missing even if every missing answer were the best one.
    private func coverageFinding(_ evidence: Evidence, lastRecorded: Date?) -> Finding? {
        let gaps = evidence.possible.gaps
        if gaps.isEmpty { return nil }
        if !evidence.possible.isEmpty { return .degraded(missing: gaps) }
        if evidence.trails.isEmpty { return .disabled(.noTrails(lastRecorded: lastRecorded)) }
        // A trail that was never meant to record management events does not explain that none are recorded.
        let stopped = evidence.trails.stoppedRecorders
        if stopped.allSatisfy(\.couldRecord.isEmpty), evidence.trails.contains(where: { !$0.isStopped }) {
            return .disabled(.noManagementEvents(lastRecorded: lastRecorded))
        }
        return .disabled(.stopped(since: stopped.compactMap { $0.status.value?.stoppedLogging }.max()))
    }

    private func deliveryFinding(_ evidence: Evidence, at now: Date) -> Finding? {
        let failing = evidence.trails.indices.compactMap { index -> TrailDeliveryErrors? in
            let errors = evidence.trails[index].deliveryErrors(at: now)
            return errors.isEmpty ? nil : TrailDeliveryErrors(trail: evidence.trails[index].trail, errors: errors)
        }
        return failing.isEmpty ? nil : .deliveryErrors(failing)
    }
}

/// The trails of a region, sorted by what is known of them.
private struct Evidence {
    let trails: [TrailSnapshot]
    /// Those known to be logging, by index: a snapshot is large, and most regions have nothing to say of theirs.
    private var loggingIndices: [Int] = []
    /// Those of which a missing answer leaves open what they record.
    private var undecidedIndices: [Int] = []
    /// What is recorded for certain.
    private(set) var certain = Coverage.none
    /// What would be recorded if every missing answer were the best one.
    var possible: Coverage { certain.union(undecided) }
    /// What those whose answer is missing would record at best.
    private var undecided = Coverage.none
    /// What is recorded by trails whose delivery this account can see.
    private(set) var witnessed = Coverage.none

    init(_ trails: [TrailSnapshot]) {
        self.trails = trails
        for index in trails.indices {
            let coverage = trails[index].selection.value.map { Coverage($0) }
            if trails[index].status.value?.isLogging == true {
                loggingIndices.append(index)
                certain.formUnion(coverage ?? .none)
                if trails[index].deliveryIsVisible { witnessed.formUnion(coverage ?? .none) }
            }
            if trails[index].missingAnswer != nil {
                undecidedIndices.append(index)
                undecided.formUnion(coverage ?? .everything)
            }
        }
    }

    private var logging: [TrailSnapshot] { loggingIndices.map { trails[$0] } }

    /// The missing answers that could change the verdict: what is recorded, and whether what is recorded arrives.
    var unknowns: [UnknownReason] {
        var unknowns: [UnknownReason] = []
        let hoped = witnessed.union(undecided)
        if hoped != witnessed, hoped.gaps != witnessed.gaps {
            unknowns += undecidedIndices.compactMap { trails[$0].missingAnswer }
        }
        if witnessed != certain, witnessed.gaps != certain.gaps {
            unknowns += logging.filter { !$0.deliveryIsVisible }.map(\.invisibleDelivery)
        }
        return unknowns
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

    /// AWS's errors of a logging trail, and a digest that is overdue: CloudTrail delivers one an hour, even when nothing happened.
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
    fileprivate func deliveryErrors(at now: Date) -> [DeliveryError] {
        guard let status = status.value, status.isLogging else { return [] }
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
