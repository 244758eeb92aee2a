/// One thing that was looked at before it matters, what came of it, and what to do about it.
public struct Check: Hashable, Sendable, Codable {
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        case good
        /// It works, and is probably not what was meant.
        case doubtful
        case bad
        /// It could not be looked at, because of another trouble.
        case skipped
    }

    /// What it belongs to, such as `slack`.
    public var area: String
    public var name: String
    public var outcome: Outcome
    /// What was found, in a sentence.
    public var found: String
    /// What to do about it.
    public var remedy: String?

    public init(_ area: String, _ name: String, _ outcome: Outcome, _ found: String, remedy: String? = nil) {
        self.area = area
        self.name = name
        self.outcome = outcome
        self.found = found
        self.remedy = remedy
    }
}

extension [Check] {
    /// Whether something is wrong.
    public var haveTrouble: Bool { contains { $0.outcome == .bad } }
}
