/// ticket_owners.json: who is told and where tickets go. Empty strings in the file are nil (or absent) here.
public struct TicketOwners: Hashable, Sendable {
    /// One level's keys.
    public struct Level: Hashable, Sendable {
        public var jiraProject: String?
        public var jiraOwner: String?
        public var jiraParentTicket: String?
        /// `#channel`, or a user's name or e-mail.
        public var slackOwners: [String]

        public init(
            jiraProject: String? = nil, jiraOwner: String? = nil, jiraParentTicket: String? = nil,
            slackOwners: [String] = []
        ) {
            self.jiraProject = jiraProject
            self.jiraOwner = jiraOwner
            self.jiraParentTicket = jiraParentTicket
            self.slackOwners = slackOwners
        }
    }

    /// A business unit and its products.
    public struct BusinessUnit: Hashable, Sendable {
        public var level: Level
        public var products: [String: Level]

        public init(level: Level = Level(), products: [String: Level] = [:]) {
            self.level = level
            self.products = products
        }
    }

    public var global: Level
    public var accounts: [AccountID: Level]
    public var businessUnits: [String: BusinessUnit]
    /// `bu_list` of config.json: an account belongs to the first unit whose name occurs in the account's name.
    public var businessUnitNames: [String]

    public init(
        global: Level = Level(), accounts: [AccountID: Level] = [:], businessUnits: [String: BusinessUnit] = [:],
        businessUnitNames: [String] = []
    ) {
        self.global = global
        self.accounts = accounts
        self.businessUnits = businessUnits
        self.businessUnitNames = businessUnitNames
    }
}
