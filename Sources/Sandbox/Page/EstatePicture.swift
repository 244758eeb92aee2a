import Networking

/// Accounts × regions in a word each, for people. Looks at the estate itself, not at what the bot thinks of it.
struct EstatePicture: Sendable {
    enum State: String, Sendable {
        case recorded
        case partly
        case undelivered
        case silent
        case denied
        case troubled

        /// What a person reads.
        func words(_ detail: String) -> String {
            switch self {
            case .recorded: "recorded"
            case .partly: "recorded in part"
            case .undelivered: "cannot deliver (\(detail))"
            case .silent: "nothing recorded"
            case .denied: "role denied"
            case .troubled: "AWS answers: \(detail)"
            }
        }
    }

    private let estate: Estate

    init(_ estate: Estate) { self.estate = estate }

    var json: JSONValue {
        let all = Set(estate.scenario.accounts.flatMap { estate.regions(of: $0) }).sorted()
        return [
            "regions": .array(all.map(JSONValue.string)),
            "accounts": .array(estate.scenario.accounts.map(json)),
        ]
    }

    private func json(_ account: AccountScenario) -> JSONValue {
        let states = estate.regions(of: account).map { region in
            let (state, detail) = state(of: account, in: region)
            return (region, ["state": .string(state.rawValue), "words": .string(state.words(detail))] as JSONValue)
        }
        return [
            "id": .string(account.id), "name": .string(account.name), "denied": .bool(account.roleDenied == true),
            "troubled": .bool(account.troubles?.isEmpty == false),
            "regions": .object(Dictionary(states, uniquingKeysWith: { $1 })),
            "trails": .array(account.trails.map(json)),
        ]
    }

    private func json(_ trail: TrailScenario) -> JSONValue {
        [
            "name": .string(trail.name), "home": .string(trail.home), "logging": .bool(trail.isLogging ?? true),
            "broken": .bool(trail.deliveryError != nil), "multi": .bool(trail.isMultiRegion == true),
            "organization": .bool(trail.isOrganization == true),
        ]
    }

    /// The state, and the code behind it where there is one.
    func state(of account: AccountScenario, in region: String) -> (State, String) {
        if account.roleDenied == true { return (.denied, "") }
        if let trouble = (account.troubles ?? []).first(where: { $0.regions.contains(region) }) {
            return (.troubled, trouble.kind.rawValue)
        }
        let logging = estate.sightings(account: account, region: region).filter { $0.trail.isLogging ?? true }
        let parts = logging.reduce(into: Set<String>()) { $0.formUnion(Self.parts($1.trail.selectors ?? .all)) }
        if parts.isEmpty { return (.silent, "") }
        if let code = logging.compactMap({ $0.trail.deliveryError?.code(in: region) }).first {
            return (.undelivered, code)
        }
        if let code = logging.compactMap({ $0.trail.cloudWatchError?.code(in: region) }).first {
            return (.undelivered, code)
        }
        return (parts.isSuperset(of: ["reads", "writes"]) ? .recorded : .partly, "")
    }

    private static func parts(_ selectors: TrailScenario.Selectors) -> Set<String> {
        switch selectors {
        case .all, .advancedAll: ["reads", "writes"]
        case .readOnly: ["reads"]
        case .writeOnly, .advancedWriteOnly: ["writes"]
        case .advancedPartial: ["some"]
        case .noManagement, .advancedNoManagement: []
        }
    }
}
