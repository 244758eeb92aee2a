import Networking

/// What somebody at the page does to the estate.
enum EstateDeed: Sendable, Equatable {
    case stop(account: String, trail: String)
    case start(account: String, trail: String)
    case breakBucket(account: String, trail: String)
    case mendBucket(account: String, trail: String)
    case denyRole(account: String)
    case allowRole(account: String)
    case throttle(account: String)
    case relieve(account: String)
    case add(account: String, name: String)

    /// `deed`, `account` and `trail`, or `account` and `name`.
    init(_ json: JSONValue) throws {
        let (account, trail) = (json["account"]?.string ?? "", json["trail"]?.string ?? "")
        switch json["deed"]?.string {
        case "stop": self = .stop(account: account, trail: trail)
        case "start": self = .start(account: account, trail: trail)
        case "break": self = .breakBucket(account: account, trail: trail)
        case "mend": self = .mendBucket(account: account, trail: trail)
        case "deny": self = .denyRole(account: account)
        case "allow": self = .allowRole(account: account)
        case "throttle": self = .throttle(account: account)
        case "relieve": self = .relieve(account: account)
        case "add":
            guard account.count == 12, account.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw SandboxMistake("An account's id has twelve digits.")
            }
            self = .add(account: account, name: json["name"]?.string ?? account)
        default: throw SandboxMistake("The estate does not know how to do that.")
        }
    }

    func perform(on estate: AWSEstate) async throws {
        let name = await estate.estate.account(account)?.name ?? account
        func change(_ set: JSONValue, _ note: String) async throws {
            try await estate.change(account: account, trail: trail, set: set, note: note)
        }
        switch self {
        case .stop(_, let trail): try await change(["logging": false], "the trail `\(trail)` of \(name) is stopped")
        case .start(_, let trail): try await change(["logging": true], "the trail `\(trail)` of \(name) is started")
        case .breakBucket(_, let trail):
            try await change(["delivery_error": "NoSuchBucket"], "the bucket of `\(trail)` of \(name) is deleted")
        case .mendBucket(_, let trail):
            try await change(["delivery_error": nil], "the bucket of `\(trail)` of \(name) is there again")
        case .denyRole: try await change(["role_denied": true], "the role in \(name) may not be assumed any more")
        case .allowRole: try await change(["role_denied": nil], "the role in \(name) may be assumed again")
        case .throttle:
            let current = await estate.estate
            let regions = current.account(account).map { current.regions(of: $0) } ?? []
            let throttled: JSONValue = ["kind": "throttled", "regions": .array(regions.map(JSONValue.string))]
            try await change(["troubles": [throttled]], "CloudTrail throttles \(name)")
        case .relieve: try await change(["troubles": nil], "CloudTrail answers \(name) again")
        case .add(let account, let name):
            let fresh = AccountScenario(id: account, name: name, trails: [])
            try await estate.add(fresh, note: "the account \(name) (\(account)) is opened, without a trail")
        }
    }

    private var account: String {
        switch self {
        case .stop(let account, _), .start(let account, _), .breakBucket(let account, _), .mendBucket(let account, _),
            .denyRole(let account), .allowRole(let account), .throttle(let account), .relieve(let account),
            .add(let account, _):
            account
        }
    }

    private var trail: String? {
        switch self {
        case .stop(_, let trail), .start(_, let trail), .breakBucket(_, let trail), .mendBucket(_, let trail): trail
        case .denyRole, .allowRole, .throttle, .relieve, .add: nil
        }
    }
}
