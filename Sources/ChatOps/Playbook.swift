import CloudTrailCore
import Scheduling

/// What the configuration says: whom to watch, whom to tell, who may do what.
public struct Playbook: Sendable {
    /// How tickets are opened; absent when JIRA is off.
    public struct Tickets: Hashable, Sendable {
        public enum Opening: Hashable, Sendable {
            case onRequest
            /// Also for each new trouble.
            case automatic
        }

        public var issueType: String
        public var opening: Opening

        public init(issueType: String, opening: Opening = .onRequest) {
            self.issueType = issueType
            self.opening = opening
        }
    }

    /// The accounts that are watched; shared, since the list may change.
    public var watched: WatchedAccounts
    public var regions: ScanPlan.Regions
    /// The regions that forms offer; shared, since they are learned.
    let regionNames = RegionNames()
    /// whitelist.json.
    public var whitelist: Whitelist
    public var owners: TicketOwners
    /// Whether owners are told of issues.
    public var tellsOwners: Bool
    /// Whether the global Slack owner is told besides.
    public var tellsDefaultOwner: Bool
    /// Where the bot's own troubles go, and notices that reach nobody else.
    public var operatorsChannel: String?
    public var roles: RoleAssignments?
    public var tickets: Tickets?
    public var whitelistingProcedureURL: String?
    /// nil when scans are not scheduled.
    public var scanSchedule: Schedule?
    /// What happens to issues that nobody sees to.
    public var escalation: Escalation
    /// When deliveries wait; nil: never.
    public var quiet: Quiet?
    /// So many alerts an hour get messages of their own in one conversation; what is more is told as one.
    public var floodLimit = 20
    /// Who gets a digest when.
    public var digests: DigestPlan

    public init(
        accounts: [Account], regions: ScanPlan.Regions, whitelist: Whitelist = Whitelist(),
        owners: TicketOwners = TicketOwners(), tellsOwners: Bool = false, tellsDefaultOwner: Bool = true,
        operatorsChannel: String? = nil, roles: RoleAssignments? = nil, tickets: Tickets? = nil,
        whitelistingProcedureURL: String? = nil, scanSchedule: Schedule? = nil,
        escalation: Escalation = Escalation(), quiet: Quiet? = nil, digests: DigestPlan = DigestPlan()
    ) {
        watched = WatchedAccounts(accounts)
        self.regions = regions
        self.whitelist = whitelist
        self.owners = owners
        self.tellsOwners = tellsOwners
        self.tellsDefaultOwner = tellsDefaultOwner
        self.operatorsChannel = operatorsChannel
        self.roles = roles
        self.tickets = tickets
        self.whitelistingProcedureURL = whitelistingProcedureURL
        self.scanSchedule = scanSchedule
        self.escalation = escalation
        self.quiet = quiet
        self.digests = digests
    }

    /// When scans run, as people read it.
    var scanWords: String { scanSchedule.map(\.description) ?? "only when asked for" }

    /// The accounts that are watched, as far as they are known now.
    public var accounts: [Account] { watched.accounts }

    /// The account, with its name where one is known.
    public func account(_ id: AccountID) -> Account {
        watched[id] ?? Account(id: id)
    }

    /// Everything that is watched, asked for anew when that is due, and why it may not be everything.
    public func everything() async -> (plan: ScanPlan, doubt: String?) {
        let doubt = await watched.refresh()
        return (ScanPlan(accounts: accounts, regions: regions), doubt)
    }

    public func ownership(of id: AccountID) -> TicketOwners.Level {
        owners.ownership(of: account(id), includingDefault: tellsDefaultOwner)
    }

    /// Finds an account as a person wrote it: its id, its name, or the only one whose name contains that.
    public func account(named reference: String) throws(Refusal) -> Account {
        let wanted = reference.lowercased()
        if let exact = accounts.first(where: { $0.id.rawValue == wanted || $0.name?.lowercased() == wanted }) {
            return exact
        }
        let partial = accounts.filter { $0.name?.lowercased().contains(wanted) ?? false }
        switch partial.count {
        case 1: return partial[0]
        case 0: throw unknownAccount(reference)
        default:
            throw Refusal(
                "\(partial.count) accounts have \(code: reference.shortened(to: 60)) in their name.",
                wouldWork: partial.prefix(5).map(\.title))
        }
    }

    private func unknownAccount(_ reference: String) -> Refusal {
        let names = accounts.compactMap(\.name) + accounts.map(\.id.rawValue)
        let refusal: RichText = "No account \(code: reference.shortened(to: 60)) is watched."
        guard let near = Suggestion.nearest(to: reference, in: names) else {
            return Refusal(refusal, usage: .accounts)
        }
        return Refusal(refusal + " Did you mean \(code: near)?", usage: .accounts)
    }
}
