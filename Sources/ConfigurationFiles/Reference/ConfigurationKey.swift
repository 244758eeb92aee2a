/// A key of the configuration files, as the reference has it.
public struct ConfigurationKey: Hashable, Sendable {
    public enum Origin: String, Sendable {
        /// Dow Jones Hammer's own.
        case hammer = "Hammer"
        case trailwatch = "Trailwatch"
    }

    /// With its sections, such as `aws.accounts`; `*` stands for names of the user's choice.
    public var path: String
    /// What its value is.
    public var kind: String
    /// What it is when it is not set.
    public var fallback: String
    public var meaning: String
    public var origin: Origin

    init(_ path: String, _ kind: String, _ fallback: String, _ meaning: String, _ origin: Origin = .trailwatch) {
        self.path = path
        self.kind = kind
        self.fallback = fallback
        self.meaning = meaning
        self.origin = origin
    }

    /// A file and its keys.
    public struct File: Sendable {
        public var name: String
        public var about: String
        public var keys: [ConfigurationKey]
    }

    /// All that is read.
    public static let files = [
        File(
            name: "config.json",
            about:
                "What is watched, from where, and how it is told. Other checks' sections of Hammer's file are ignored.",
            keys: aws + cloudtrails + schedules + chat + jira + running),
        File(
            name: "whitelist.json",
            about: "Accepted risks. In chat more can be added; they are kept with the issues.", keys: whitelist),
        File(
            name: "ticket_owners.json",
            about:
                "Who is told, and where tickets go. The first level that sets a key wins, key by key: product, business unit, account, global.",
            keys: owners),
    ]
}
