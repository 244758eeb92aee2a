import Networking

/// What AWS Organizations answers: to the management account alone.
/// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
enum OrganizationsAnswers {
    static func listAccounts(
        _ input: JSONValue, _ caller: AWSCaller, in estate: Estate
    ) throws(AWSFailure) -> JSONValue {
        guard let management = estate.scenario.managementAccount else {
            throw AWSFailure("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
        }
        guard caller.account == management else {
            throw AWSFailure("AccessDeniedException", "You don't have permissions to access this resource.")
        }
        guard case .int(let size) = input["MaxResults"] ?? .int(20), (1...20).contains(size) else {
            throw AWSFailure("InvalidInputException", "You specified an invalid value.")
        }
        let all = estate.scenario.accounts
        guard let start = Int(input["NextToken"]?.string ?? "0"), (0...all.count).contains(start) else {
            throw AWSFailure("InvalidInputException", "You specified an invalid next token.")
        }
        let end = min(start + size, all.count)
        return .members([
            "Accounts": .array(all[start..<end].map { description($0, management) }),
            "NextToken": end < all.count ? .string(String(end)) : nil,
        ])
    }

    private static func description(_ account: AccountScenario, _ management: String) -> JSONValue {
        [
            "Id": .string(account.id), "Name": .string(account.name), "State": "ACTIVE", "Status": "ACTIVE",
            "Arn": .string("arn:aws:organizations::\(management):account/o-sandbox0000/\(account.id)"),
        ]
    }
}
