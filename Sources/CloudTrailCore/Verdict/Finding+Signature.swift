extension Finding {
    /// What makes two findings the same news: everything but the times, which move with every look.
    public var signature: Set<String> {
        switch self {
        case .disabled(let disabled): ["disabled/\(disabled.code)"]
        case .degraded(let missing): Set(missing.map { "degraded/\($0)" })
        case .deliveryErrors(let trails):
            Set(trails.flatMap { trail in trail.errors.map { "\(trail.trail.arn)/\($0.target.rawValue)/\($0.code)" } })
        case .changed(let changes): Set(changes.map { "changed/\($0.trail.arn)/\($0.what)" })
        }
    }
}

extension Finding.Disabled {
    /// A stable code without the times.
    public var code: String {
        switch self {
        case .noTrails: "no_trails"
        case .stopped: "stopped"
        case .noManagementEvents: "no_management_events"
        }
    }
}

extension CoverageGap {
    /// A stable code without the details.
    public var code: String {
        switch self {
        case .reads: "reads"
        case .writes: "writes"
        case .source: "source"
        case .filtered: "filtered"
        }
    }
}

extension [Finding] {
    public var signature: Set<String> { reduce(into: []) { $0.formUnion($1.signature) } }
}
