import CloudTrailCore
import FoundationEssentials

/// The accounts of the organization that the credentials' account belongs to.
public struct OrganizationAccounts: Sendable {
    /// Which of its accounts; all that are in use when nothing is set.
    public struct Filter: Sendable, Hashable {
        /// Ids of organizational units (`ou-…`) or of the root (`r-…`); what is in them counts however deep.
        public var units: [String]
        /// Tags that an account must have, each with one of these values.
        public var tags: [String: Set<String>]

        public init(units: [String] = [], tags: [String: Set<String>] = [:]) {
            self.units = units
            self.tags = tags
        }
    }

    private let organizations: Organizations
    private let filter: Filter
    private let tags: TagMemory

    init(client: AWSClient, partition: Partition, filter: Filter, now: @escaping @Sendable () -> Date) {
        tags = TagMemory(now: now)
        organizations = Organizations(client, partition: partition)
        self.filter = filter
    }

    /// Those in use, by id. All or none: where one call fails, nothing is known.
    public func accounts() async throws(AWSError) -> [Account] {
        do throws(AWSError) {
            let members = filter.units.isEmpty ? try await organizations.accounts() : try await membersOfUnits()
            var accounts: [AccountID: Account] = [:]
            for member in members where member.isInUse {
                guard let id = AccountID(member.Id) else {
                    throw AWSError(.malformedAnswer, call: "ListAccounts", "`\(member.Id)` is no account's id")
                }
                accounts[id] = Account(id: id, name: member.Name.unlessEmpty)
            }
            if !filter.tags.isEmpty { accounts = try await tagged(accounts) }
            // An organization has at least the account that it is managed from.
            guard !accounts.isEmpty else { throw AWSError(.configuration, call: "ListAccounts", nobody) }
            return accounts.values.sorted { $0.id < $1.id }
        } catch {
            throw error.explained
        }
    }

    private func membersOfUnits() async throws(AWSError) -> [MemberDescription] {
        var members: [MemberDescription] = []
        var (waiting, seen) = (filter.units, Set<String>())
        while let unit = waiting.popLast() {
            guard seen.insert(unit).inserted else { continue }
            members += try await organizations.accounts(in: unit)
            waiting += try await organizations.units(in: unit)
        }
        return members
    }

    /// Those that have the tags, by what is known of them lately: tags cost a call an account.
    private func tagged(_ accounts: [AccountID: Account]) async throws(AWSError) -> [AccountID: Account] {
        for id in tags.due(of: Set(accounts.keys)) { tags.remember(try await organizations.tags(of: id), of: id) }
        return accounts.filter { id, _ in
            let known = tags.known(of: id)
            return filter.tags.allSatisfy { key, values in known[key].map(values.contains) ?? false }
        }
    }

    private var nobody: String {
        filter == Filter()
            ? "no account of the organization is in use" : "no account of the organization fits the filter"
    }
}

extension AWSError {
    /// With what can be done about it, where AWS's words do not tell.
    fileprivate var explained: AWSError {
        guard isDenial || code == "AWSOrganizationsNotInUseException" else { return self }
        var error = self
        error.rawMessage =
            rawMessage + " (only the organization's management account, or one that it delegates to, may list accounts)"
        return error
    }
}
