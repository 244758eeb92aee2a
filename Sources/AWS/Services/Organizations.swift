import CloudTrailCore

/// AWS Organizations, whose one endpoint in a partition knows all accounts.
/// https://docs.aws.amazon.com/organizations/latest/APIReference/
struct Organizations: Sendable {
    private static let target = "AWSOrganizationsV20161128"
    /// What the calls give at most.
    private static let pageSize = 20

    private let client: AWSClient
    private let region: Region

    /// `partition` is the one that the credentials belong to.
    init(_ client: AWSClient, partition: Partition) {
        self.client = client
        region = partition.globalRegion
    }

    func accounts() async throws(AWSError) -> [MemberDescription] {
        try await pages(.listAccounts, Parent(), as: AccountsPage.self).flatMap { $0.Accounts ?? [] }
    }

    /// Those directly in an organizational unit or in the root.
    func accounts(in parent: String) async throws(AWSError) -> [MemberDescription] {
        try await pages(.listAccountsForParent, Parent(ParentId: parent), as: AccountsPage.self)
            .flatMap { $0.Accounts ?? [] }
    }

    /// The ids of the units directly in another one or in the root.
    func units(in parent: String) async throws(AWSError) -> [String] {
        try await pages(.listOrganizationalUnitsForParent, Parent(ParentId: parent), as: UnitsPage.self)
            .flatMap { $0.OrganizationalUnits ?? [] }.map(\.Id)
    }

    func tags(of account: AccountID) async throws(AWSError) -> [String: String] {
        let tags = try await pages(.listTagsForResource, Parent(ResourceId: account.rawValue), as: TagsPage.self)
            .flatMap { $0.Tags ?? [] }
        return Dictionary(tags.map { ($0.Key, $0.Value) }) { $1 }
    }

    /// All pages: one may be empty and yet not the last.
    private func pages<Page: OrganizationsPage>(
        _ call: AWSCall, _ parent: Parent, as type: Page.Type
    ) async throws(AWSError) -> [Page] {
        var pages: [Page] = []
        var input = parent
        // ListTagsForResource takes no size.
        input.MaxResults = parent.ResourceId == nil ? Self.pageSize : nil
        while true {
            let page = try await client.json(
                Operation(call, in: region), target: Self.target, input, as: type)
            pages.append(page)
            guard let token = page.NextToken.unlessEmpty else { return pages }
            guard token != input.NextToken else {
                throw AWSError(.malformedAnswer, call: call.rawValue, "the next page is the same page again")
            }
            input.NextToken = token
        }
    }
}

/// An account in the words of ListAccounts.
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
struct MemberDescription: Decodable, Sendable {
    var Id: String
    var Name: String?
    /// Takes the place of `Status`, which old endpoints answer alone.
    var State: String?
    var Status: String?

    /// Whether anybody can do anything in it.
    var isInUse: Bool {
        let state = State.unlessEmpty ?? Status.unlessEmpty ?? ""
        return !["SUSPENDED", "CLOSED", "PENDING_CLOSURE", "PENDING_ACTIVATION"].contains(state)
    }
}

private struct Parent: Encodable {
    var ParentId: String?
    var ResourceId: String?
    var MaxResults: Int?
    var NextToken: String?
}

private protocol OrganizationsPage: Decodable, Sendable {
    var NextToken: String? { get }
}

private struct AccountsPage: OrganizationsPage {
    var Accounts: [MemberDescription]?
    var NextToken: String?
}

private struct UnitsPage: OrganizationsPage {
    struct Unit: Decodable {
        var Id: String
    }

    var OrganizationalUnits: [Unit]?
    var NextToken: String?
}

private struct TagsPage: OrganizationsPage {
    struct Tag: Decodable {
        var Key: String
        var Value: String
    }

    var Tags: [Tag]?
    var NextToken: String?
}
