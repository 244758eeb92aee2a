// What a look that found trouble makes of the findings of an issue.

extension Issue {
    /// With answers missing, a finding that was not seen this time may still be there; and what was changed stays the
    /// explanation for as long as the trouble lasts.
    mutating func update(by verdict: Verdict) {
        let seen = Set(verdict.findings.map(\.kind))
        // A look that brings nothing but the news of a change ends no trouble: the next one does, and that is told.
        let mayStand = !verdict.unknowns.isEmpty || verdict.standing.isEmpty
        let carried = findings.compactMap { finding -> Finding? in
            switch finding {
            case .changed: finding
            case .deliveryErrors(let trails) where seen.contains(finding.kind) || !mayStand:
                trails.of(verdict.trails.unread)
            case .deliveryErrors: finding
            case .disabled, .degraded: mayStand && !seen.contains(finding.kind) ? finding : nil
            }
        }
        causes = carried.reduce(into: verdict.causes) { $0.formUnion(causes(of: $1)) }
        findings =
            verdict.findings.map { $0.joined(with: carried) }
            + carried.filter { !seen.contains($0.kind) }
    }

    /// The trails with delivery errors.
    var failing: [TrailDeliveryErrors] { findings.flatMap(\.failing) }
}

extension Finding {
    fileprivate var failing: [TrailDeliveryErrors] { if case .deliveryErrors(let trails) = self { trails } else { [] } }

    private var changes: [TrailChange] { if case .changed(let changes) = self { changes } else { [] } }

    /// Changes add up during an episode, and errors of trails that were not read this time stand beside new ones.
    fileprivate func joined(with earlier: [Finding]) -> Finding {
        switch self {
        case .disabled, .degraded: return self
        case .deliveryErrors(let new):
            let old = earlier.flatMap(\.failing).filter { old in !new.contains { $0.trail.arn == old.trail.arn } }
            return .deliveryErrors((old + new).sorted { $0.trail.arn < $1.trail.arn })
        case .changed(let new):
            // A trail that is changed to and fro for months must not grow without bound.
            return .changed((earlier.flatMap(\.changes).filter { !new.contains($0) } + new).suffix(50))
        }
    }
}

extension [TrailDeliveryErrors] {
    fileprivate func of(_ arns: Set<String>) -> Finding? {
        let trails = filter { arns.contains($0.trail.arn) }
        return trails.isEmpty ? nil : .deliveryErrors(trails)
    }
}

extension [TrailSnapshot] {
    /// The trails of which it was not learned whether they deliver.
    var unread: Set<String> {
        Set(filter { $0.status.value?.deliveryVisible != true }.map(\.trail.arn))
    }
}
