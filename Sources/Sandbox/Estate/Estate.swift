import Networking

/// The estate as it stands: the scenario with the steps taken so far. A value; `AWSEstate` serves it.
struct Estate: Sendable {
    private(set) var scenario: EstateScenario

    func account(_ id: String) -> AccountScenario? {
        scenario.accounts.first { $0.id == id }
    }

    func regions(of account: AccountScenario) -> [String] {
        account.regions ?? scenario.regions
    }

    /// A trail as one account and region sees it.
    struct Sighting: Sendable {
        var trail: TrailScenario
        /// The account it belongs to.
        var owner: String
        var arn: String
        /// A copy: homed in another region, or in the management account.
        var isShadow: Bool
        /// Seen from a member of the organization.
        var isMemberView: Bool
    }

    /// Everything that is seen in a region of an account, its own trails first.
    func sightings(account: AccountScenario, region: String) -> [Sighting] {
        let own = account.trails.compactMap { sighting($0, owner: account.id, seenFrom: account.id, region) }
        guard let owner = scenario.managementAccount, owner != account.id, let management = self.account(owner) else {
            return own
        }
        return own
            + management.trails.filter { $0.isOrganization == true }
            .compactMap { sighting($0, owner: owner, seenFrom: account.id, region) }
    }

    private func sighting(
        _ trail: TrailScenario, owner: String, seenFrom account: String, _ region: String
    ) -> Sighting? {
        guard trail.isMultiRegion == true || trail.home == region else { return nil }
        return Sighting(
            trail: trail, owner: owner,
            arn: "arn:\(Self.partition(of: trail.home)):cloudtrail:\(trail.home):\(owner):trail/\(trail.name)",
            isShadow: trail.home != region || owner != account, isMemberView: owner != account)
    }

    static func partition(of region: String) -> String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        if region.hasPrefix("us-gov-") { return "aws-us-gov" }
        return "aws"
    }

    /// Takes a step; throws a sentence where it does not fit.
    mutating func take(_ step: EstateScenario.Step) throws {
        guard let index = scenario.accounts.firstIndex(where: { $0.id == step.account }) else {
            throw SandboxMistake("A step names account \(step.account), which is not in the estate.")
        }
        var account = scenario.accounts[index]
        do {
            if let name = step.trail {
                guard let trail = account.trails.firstIndex(where: { $0.name == name }) else {
                    throw SandboxMistake("A step names trail \(name), which account \(step.account) does not have.")
                }
                account.trails[trail] = try Self.patched(account.trails[trail], step.set)
            } else {
                account = try Self.patched(account, step.set)
            }
        } catch let error as DecodingError {
            throw SandboxMistake("The step \"\(step.note)\" sets something that does not fit: \(error)")
        }
        scenario.accounts[index] = account
    }

    mutating func add(_ account: AccountScenario) throws {
        if self.account(account.id) != nil { throw SandboxMistake("There is an account \(account.id) already.") }
        scenario.accounts.append(account)
    }

    private static func patched<T: Codable>(_ value: T, _ patch: JSONValue) throws -> T {
        let encoded = try JSONValue(parsing: JSONCoding.encode(value))
        return try encoded.merged(with: patch).decoded(as: T.self)
    }
}
