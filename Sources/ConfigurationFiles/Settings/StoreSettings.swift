/// `store` of config.json, our own section: where state is kept.
public struct StoreSettings: Hashable, Sendable {
    public enum Engine: String, Hashable, Sendable, CaseIterable {
        /// One file in the state directory.
        case sqlite
        /// Hammer's table of issues, and one more.
        case dynamoDB = "dynamodb"
    }

    public var engine: Engine
    /// DynamoDB's table of all that is kept besides issues.
    public var table: String

    public init(engine: Engine = .sqlite, table: String = "trailwatch") {
        self.engine = engine
        self.table = table
    }
}
