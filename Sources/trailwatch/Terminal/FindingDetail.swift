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
    let errors: [DeliveryDetail]?
    let advice: [AdviceDetail]

    struct DeliveryDetail: Encodable {
        let trail: String
        let target: String
        let code: String
        let resource: String?
        let last_success: Date?
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
                errors: finding.deliveryDetails, advice: advice(for: finding).map(FindingDetail.AdviceDetail.init))
        }
    }
}

extension Finding {
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
