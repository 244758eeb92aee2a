import ChatOps
import CloudTrailCore
import FoundationEssentials

/// One finding in JSON. Its keys are a promise to scripts.
struct FindingDetail: Encodable {
    let kind: String
    let severity: String
    let detail: String
    let concerns: [String]
    let causes: [String]
    /// Since when, as far as AWS says it; and when a look last found events recorded.
    let since: Date?
    let last_recorded: Date?
    /// The parts of the management events that are not recorded.
    let missing: [GapDetail]?
    let errors: [DeliveryDetail]?
    let changes: [ChangeDetail]?
    let advice: [AdviceDetail]

    struct DeliveryDetail: Encodable {
        let trail: String
        let target: String
        let code: String
        let resource: String?
        let last_success: Date?
    }

    struct GapDetail: Encodable {
        let part: String
        let source: String?
        /// Only events that meet one of these are recorded.
        let only: [String]?

        init(_ gap: CoverageGap) {
            part = gap.code
            source = if case .source(let source) = gap { source } else { nil }
            only = if case .filtered(let conditions) = gap { conditions } else { nil }
        }
    }

    struct ChangeDetail: Encodable {
        let trail: String
        let what: String
        let from: String?
        let to: String?

        init(_ change: TrailChange) {
            trail = change.trail.arn
            what = change.code
            switch change.what {
            case .gone, .multiRegionLost, .logFileValidationLost: (from, to) = (nil, nil)
            case .bucket(let before, let after), .key(let before, let after), .logGroup(let before, let after):
                (from, to) = (before, after)
            case .selectors(let before, let after): (from, to) = (before.words, after.words)
            }
        }
    }

    struct AdviceDetail: Encodable {
        let concern: String
        let severity: String
        let risk: String
        let commands: [String]
        let permissions: [String]
        let documentation: String

        init(_ advice: Advice) {
            concern = advice.concern.rawValue
            severity = advice.concern.severity.rawValue
            risk = advice.concern.risk
            commands = advice.commands
            permissions = advice.permissions
            documentation = advice.concern.documentation
        }
    }
}

extension Trouble {
    /// The findings with all that is known of them.
    var details: [FindingDetail] {
        findings.map { finding in
            FindingDetail(
                kind: finding.kind.rawValue, severity: finding.severity.rawValue, detail: finding.sentence,
                concerns: finding.concerns.map(\.rawValue),
                causes: causes(of: finding).map(\.key).sorted(),
                since: finding.since, last_recorded: finding.lastRecorded, missing: finding.gapDetails,
                errors: finding.deliveryDetails, changes: finding.changeDetails,
                advice: advice(for: finding).map(FindingDetail.AdviceDetail.init))
        }
    }
}

extension Finding {
    fileprivate var since: Date? { if case .disabled(.stopped(let since)) = self { since } else { nil } }

    fileprivate var lastRecorded: Date? {
        switch self {
        case .disabled(.noTrails(let last)), .disabled(.noManagementEvents(let last)): last
        default: nil
        }
    }

    fileprivate var gapDetails: [FindingDetail.GapDetail]? {
        if case .degraded(let missing) = self { missing.map(FindingDetail.GapDetail.init) } else { nil }
    }

    fileprivate var changeDetails: [FindingDetail.ChangeDetail]? {
        if case .changed(let changes) = self { changes.map(FindingDetail.ChangeDetail.init) } else { nil }
    }

    fileprivate var deliveryDetails: [FindingDetail.DeliveryDetail]? {
        guard case .deliveryErrors(let trails) = self else { return nil }
        return trails.flatMap { trail in
            trail.errors.map {
                .init(
                    trail: trail.trail.arn, target: $0.target.rawValue, code: $0.code, resource: $0.resource,
                    last_success: $0.lastSuccess)
            }
        }
    }
}
