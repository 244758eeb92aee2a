/// How accounts are entered: by a role of the same name in each.
public struct Entrance: Sendable {
    /// May have a path (`audit/trailwatch`); nil means that only the account of the credentials is entered.
    let roleName: String?
    let externalID: String?
    /// On whose behalf, asked at each entry.
    let requester: @Sendable () -> String?

    public init(
        roleName: String?, externalID: String? = nil, requester: @escaping @Sendable () -> String? = { nil }
    ) {
        self.roleName = roleName.flatMap { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }.unlessEmpty
        self.externalID = externalID
        self.requester = requester
    }
}

/// What CloudTrail of the entered account shows of us: `trailwatch`, and on whose behalf.
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
struct RoleSessionName: Hashable, Sendable {
    private static let limit = 64

    let text: String

    init(requester: String?) {
        guard let requester = requester.unlessEmpty else {
            text = AssumedRole.defaultSessionName
            return
        }
        let name = requester.unicodeScalars.map { Self.isAllowed($0) ? Character($0) : "-" }
        text = String((AssumedRole.defaultSessionName + "-" + String(name)).prefix(Self.limit))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_+=,.@-".unicodeScalars.contains(scalar))
    }
}
