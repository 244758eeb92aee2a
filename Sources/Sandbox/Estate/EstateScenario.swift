import Networking

/// An AWS estate as a scenario file describes it.
struct EstateScenario: Sendable, Codable {
    /// The account the bot's own credentials belong to.
    var mainAccount: String
    /// The region the bot runs in.
    var region: String
    /// The role it assumes in each account.
    var role: String
    /// Enabled in every account that does not name its own.
    var regions: [String]
    /// The account that owns the organization, and so its organization trails.
    var managementAccount: String?
    var accounts: [AccountScenario]
    var steps: [Step]?

    enum CodingKeys: String, CodingKey {
        case mainAccount = "main_account"
        case region, role, regions
        case managementAccount = "management_account"
        case accounts, steps
    }

    /// Accounts that are all alike, so that a large organization is a short file.
    struct Crowd: Sendable, Decodable {
        var count: Int
        /// The id of the first; the others follow.
        var first: Int
        /// Followed by a number.
        var name: String
        var trails: [TrailScenario]?

        var accounts: [AccountScenario] {
            (0..<count).map { index in
                let id = String(first + index)
                return AccountScenario(
                    id: String(repeating: "0", count: max(0, 12 - id.count)) + id, name: "\(name)-\(index + 1)",
                    trails: trails ?? [])
            }
        }
    }

    /// Something that changes while one watches.
    struct Step: Sendable, Codable {
        /// Seconds after the start.
        var after: Double
        var account: String
        /// The trail that changes; the account itself when absent.
        var trail: String?
        /// Members to replace; null removes one.
        var set: JSONValue
        /// What happened, for whoever watches.
        var note: String
    }
}

struct AccountScenario: Sendable, Codable {
    var id: String
    var name: String
    /// Absent: as in the whole estate.
    var regions: [String]?
    /// The role cannot be assumed.
    var roleDenied: Bool?
    var trails: [TrailScenario]
    var troubles: [Trouble]?

    enum CodingKeys: String, CodingKey {
        case id, name, regions
        case roleDenied = "role_denied"
        case trails, troubles
    }
}

struct TrailScenario: Sendable, Codable {
    var name: String
    var home: String
    var isMultiRegion: Bool?
    var isOrganization: Bool?
    /// Default true.
    var isLogging: Bool?
    var deliveryError: Selective?
    var cloudWatchError: Selective?
    var notificationError: Selective?
    var digestError: Selective?
    /// Default `all`.
    var selectors: Selectors?
    /// Member accounts may not read an organization trail's selectors.
    var selectorsHiddenFromMembers: Bool?

    enum CodingKeys: String, CodingKey {
        case name, home
        case isMultiRegion = "multi_region"
        case isOrganization = "organization"
        case isLogging = "logging"
        case deliveryError = "delivery_error"
        case cloudWatchError = "cloudwatch_error"
        case notificationError = "notification_error"
        case digestError = "digest_error"
        case selectors
        case selectorsHiddenFromMembers = "selectors_hidden_from_members"
    }

    /// An error code in every region, or in some.
    enum Selective: Sendable, Codable {
        case everywhere(String)
        case inRegions([String: String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let code = try? container.decode(String.self) {
                self = .everywhere(code)
            } else {
                self = .inRegions(try container.decode([String: String].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .everywhere(let code): try container.encode(code)
            case .inRegions(let codes): try container.encode(codes)
            }
        }

        func code(in region: String) -> String? {
            switch self {
            case .everywhere(let code): code
            case .inRegions(let codes): codes[region]
            }
        }
    }

    /// What the trail records.
    enum Selectors: String, Sendable, Codable {
        case all
        case readOnly = "read_only"
        case writeOnly = "write_only"
        /// Data events only.
        case noManagement = "no_management"
        case advancedAll = "advanced_all"
        case advancedWriteOnly = "advanced_write_only"
        case advancedNoManagement = "advanced_no_management"
        /// Management events of one service only.
        case advancedPartial = "advanced_partial"
    }
}

/// How AWS fails in some regions of an account.
struct Trouble: Sendable, Codable {
    enum Kind: String, Sendable, Codable {
        /// By a service control policy.
        case denied
        case throttled
        case slow
        /// A JSON document cut short.
        case malformed
        /// HTTP 503.
        case unavailable
    }

    var kind: Kind
    var regions: [String]
    /// Absent: every CloudTrail operation.
    var operation: String?
    /// Only so many calls in each region, the first ones.
    var calls: Int?
    /// How long `slow` takes.
    var seconds: Double?
    /// AWS's words, instead of the usual ones.
    var message: String?
    /// How often they are repeated, for words that do not end.
    var times: Int?

    func words(_ usual: String) -> String {
        message.map { String(repeating: $0, count: max(1, times ?? 1)) } ?? usual
    }
}

extension EstateScenario {
    private enum CrowdKey: String, CodingKey {
        case crowd
    }

    /// A `crowd` stands behind the accounts that are named.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let crowd = try decoder.container(keyedBy: CrowdKey.self).decodeIfPresent(Crowd.self, forKey: .crowd)
        self.init(
            mainAccount: try values.decode(String.self, forKey: .mainAccount),
            region: try values.decode(String.self, forKey: .region),
            role: try values.decode(String.self, forKey: .role),
            regions: try values.decode([String].self, forKey: .regions),
            managementAccount: try values.decodeIfPresent(String.self, forKey: .managementAccount),
            accounts: try values.decode([AccountScenario].self, forKey: .accounts) + (crowd?.accounts ?? []),
            steps: try values.decodeIfPresent([Step].self, forKey: .steps))
    }
}
