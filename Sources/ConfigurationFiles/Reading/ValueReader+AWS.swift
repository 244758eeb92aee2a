import CloudTrailCore

/// Values of AWS's own forms.
extension ValueReader {
    static let accountIDForm = "an account id of twelve digits in quotes"
    static let regionForm = "a region such as \"eu-west-1\""
    /// Thirteen digits that Hammer's documentation and sample files use for an account id.
    private static let hammerSampleAccount = "1234567890123"

    mutating func accountID(_ node: Node?) -> AccountID? {
        value(node, expected: Self.accountIDForm, AccountID.init(_:))
    }

    mutating func region(_ node: Node?) -> Region? {
        value(node, expected: Self.regionForm, Region.init(_:))
    }

    mutating func accountIDs(_ node: Node?) -> [AccountID]? {
        list(node, of: "account ids", each: Self.accountIDForm, AccountID.init(_:))
    }

    mutating func regions(_ node: Node?) -> [Region]? {
        list(node, of: "regions", each: Self.regionForm, Region.init(_:))
    }

    /// An account id that is the key of something.
    mutating func accountID(keyOf member: Node.Member) -> AccountID? {
        if let id = AccountID(member.key) { return id }
        if member.key == Self.hammerSampleAccount {
            note("the entry of Hammer's sample account \(member.key) is ignored", at: member.keyPosition)
        } else {
            let found = member.key.quotedBriefly()
            report("expected an account id of twelve digits as the key, found \(found)", at: member.keyPosition)
        }
        return nil
    }
}
