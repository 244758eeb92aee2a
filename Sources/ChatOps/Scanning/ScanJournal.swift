import CloudTrailCore
import Logging

/// What a scan writes into the log: its plan, each account's verdicts (Hammer's "identification"), what it came to. At the level
/// `debug`, for those who keep logs; what operators have to know goes elsewhere.
struct ScanJournal {
    private let plans: Logger
    private let verdicts: Logger
    private var accounts: [AccountID: [Verdict]] = [:]

    init(plans: Logger, verdicts: Logger) {
        self.plans = plans
        self.verdicts = verdicts
    }

    func begin(_ plan: ScanPlan, doubt: String?) {
        var facts: Logger.Metadata = [
            "accounts": .array(plan.accounts.map { "\($0.id)" }), "regions": plan.regions.metadata,
        ]
        if let person = Requester.current { facts["asked for by"] = "\(person)" }
        if let doubt { facts["doubt"] = "\(doubt)" }
        plans.debug("A scan begins.", metadata: facts)
    }

    mutating func take(_ event: ScanEvent) {
        switch event {
        case .regionJudged(let verdict): accounts[verdict.place.account, default: []].append(verdict)
        case .accountLocked(let account, let reason), .accountUnreachable(let account, let reason):
            verdicts.debug(
                "An account could not be looked at.", metadata: account.metadata.adding(["reason": "\(reason)"]))
        case .accountFinished(let account):
            guard let found = accounts.removeValue(forKey: account.id) else { return }
            verdicts.debug("An account was looked at.", metadata: account.metadata.adding(found.metadata))
        case .accountEntered, .baselineUnavailable: break
        }
    }

    func end(_ report: ScanReport) {
        plans.debug(
            "A scan ends.",
            metadata: [
                "accounts": "\(report.finishedAccounts) of \(report.plannedAccounts)",
                "unreachable accounts": "\(report.unreachable.count)", "regions": "\(report.knownRegions)",
                "checked regions": "\(report.checkedRegions)", "broken regions": "\(report.brokenRegions)",
            ])
    }
}

extension Logger.Metadata {
    fileprivate func adding(_ more: Logger.Metadata) -> Logger.Metadata { merging(more) { $1 } }
}

extension Account {
    fileprivate var metadata: Logger.Metadata {
        name.map { ["account": "\(id)", "name": "\($0)"] } ?? ["account": "\(id)"]
    }
}

extension ScanPlan.Regions {
    fileprivate var metadata: Logger.MetadataValue {
        switch self {
        case .enabled: "all that are enabled"
        case .only(let regions): .array(regions.map { "\($0)" })
        case .each(let regions):
            .dictionary(
                Dictionary(regions.map { ($0.rawValue, .array($1.map { "\($0)" })) }) { $1 })
        }
    }
}

extension [Verdict] {
    /// Regions by what is wrong with them, the healthy ones as a number.
    fileprivate var metadata: Logger.Metadata {
        var facts: Logger.Metadata = ["healthy": "\(count { $0.condition == .healthy })"]
        for kind in Finding.Kind.allCases {
            let places = filter { $0.findings.contains { $0.kind == kind } }.map(\.place.region).sorted()
            if !places.isEmpty { facts[kind.rawValue] = .array(places.map { "\($0)" }) }
        }
        let unknown = filter { !$0.unknowns.isEmpty }.sorted { $0.place < $1.place }
        if !unknown.isEmpty {
            facts["unknown"] = .dictionary(
                Dictionary(
                    unknown.map { ($0.place.region.rawValue, .array($0.unknowns.map { "\($0)" })) }
                ) { $1 })
        }
        return facts
    }
}
