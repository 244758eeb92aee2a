import ChatOps
import CloudTrailCore
import FoundationEssentials

/// One account in the document of `scan --json`. Its keys are a promise to scripts.
struct AccountDetail {
    let account: Account
    let verdicts: [Verdict]
    let unreachable: UnknownReason?

    func json() throws -> String {
        try JSON.text(
            Document(
                name: account.name, unknown: unreachable.map(Document.Reason.init),
                regions: Dictionary(verdicts.map { ($0.place.region.rawValue, Document.Region($0)) }) { $1 }))
    }

    private struct Document: Encodable {
        let name: String?
        /// Why nothing at all can be said of the account.
        let unknown: Reason?
        let regions: [String: Region]

        struct Reason: Encodable {
            let code: String
            let call: String
            let detail: String
            let role: String?

            init(_ reason: UnknownReason) {
                code = reason.code.rawValue
                call = reason.call
                detail = reason.detail
                role = reason.role
            }
        }

        struct Region: Encodable {
            let verdict: String
            let severity: String?
            let findings: [FindingDetail]
            let unknown: [Reason]
            let trails: [TrailDetail]

            init(_ verdict: Verdict) {
                self.verdict = verdict.condition.rawValue
                severity = verdict.findings.isEmpty ? nil : verdict.findings.severity.rawValue
                findings = verdict.details
                unknown = verdict.unknowns.map(Reason.init)
                trails = verdict.trails.map(TrailDetail.init)
            }
        }

        struct TrailDetail: Encodable {
            let arn: String
            let multi_region: Bool
            let organization: Bool
            /// Absent when it is unknown.
            let logging: Bool?
            let delivery_errors: [String: String]
            let latest_delivery: Date?
            let unknown: [Reason]

            init(_ snapshot: TrailSnapshot) {
                let status = snapshot.status.value
                arn = snapshot.trail.arn
                multi_region = snapshot.trail.isMultiRegion
                organization = snapshot.trail.isOrganization
                logging = status?.isLogging
                delivery_errors = Dictionary(status?.deliveryErrors.map { ($0.target.rawValue, $0.code) } ?? []) { $1 }
                latest_delivery = status?.latestDelivery
                unknown = [snapshot.status.unknown, snapshot.selection.unknown].compactMap { $0.map(Reason.init) }
            }
        }
    }
}
