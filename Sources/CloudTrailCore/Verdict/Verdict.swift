/// What one look at a region came to.
public struct Verdict: Hashable, Sendable {
    public var place: AccountRegion
    /// What is certainly wrong.
    public var findings: [Finding]
    /// Missing answers that could change the verdict.
    public var unknowns: [UnknownReason]
    /// The trails seen, for the detail that people and tickets show; in the order of their ARNs.
    public var trails: [TrailSnapshot]
    /// What the next look is compared with; nil when the trails could not be listed.
    public var baseline: RegionBaseline?

    public init(
        place: AccountRegion, findings: [Finding] = [], unknowns: [UnknownReason] = [], trails: [TrailSnapshot] = [],
        baseline: RegionBaseline? = nil
    ) {
        self.place = place
        self.findings = findings
        self.unknowns = unknowns
        self.trails = trails
        self.baseline = baseline
    }

    /// The verdict in one word.
    public enum Condition: String, Sendable, Codable {
        case healthy
        /// Something is certainly wrong, whatever else is unknown.
        case broken
        case unknown
    }

    public var condition: Condition {
        if !findings.isEmpty { .broken } else if !unknowns.isEmpty { .unknown } else { .healthy }
    }

    /// Findings that describe how things are, without the news of changes.
    public var standing: [Finding] { findings.standing }
}

extension [Finding] {
    /// Without the news of changes.
    public var standing: [Finding] { filter { $0.kind != .changed } }
}
