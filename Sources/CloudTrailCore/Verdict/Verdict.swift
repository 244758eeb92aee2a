/// What one look at a region came to.
public struct Verdict: Hashable, Sendable, Codable {
    public var place: AccountRegion
    /// What is certainly wrong.
    public var findings: [Finding]
    /// Missing answers that could change the verdict.
    public var unknowns: [UnknownReason]
    /// The trails seen, for the detail that people and tickets show.
    public var trails: [TrailSnapshot]

    public init(
        place: AccountRegion, findings: [Finding] = [], unknowns: [UnknownReason] = [], trails: [TrailSnapshot] = []
    ) {
        self.place = place
        self.findings = findings
        self.unknowns = unknowns
        self.trails = trails
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
}
