/// The operations that are called, all of them: whoever gives permissions finds them here.
public enum AWSCall: String, Sendable, Hashable, CaseIterable {
    case getCallerIdentity = "GetCallerIdentity"
    case assumeRole = "AssumeRole"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case describeRegions = "DescribeRegions"
    case describeTrails = "DescribeTrails"
    case getTrailStatus = "GetTrailStatus"
    case getEventSelectors = "GetEventSelectors"
    case listAccounts = "ListAccounts"
    case listAccountsForParent = "ListAccountsForParent"
    case listOrganizationalUnitsForParent = "ListOrganizationalUnitsForParent"
    case listTagsForResource = "ListTagsForResource"
    case getRoleCredentials = "GetRoleCredentials"
    case createToken = "CreateToken"
    case getSecretValue = "GetSecretValue"
    case getParameter = "GetParameter"
    case getItem = "GetItem"

    /// Who needs a permission for it.
    public enum Permission: Sendable {
        /// Nobody: AWS asks for none, or for another proof than a policy.
        case nobody
        /// The role in every account that is looked at, and the bot for its own account.
        case everyAccount
        case bot
    }

    public var permission: Permission {
        switch self {
        case .getCallerIdentity, .assumeRoleWithWebIdentity, .getRoleCredentials, .createToken: .nobody
        case .describeRegions, .describeTrails, .getTrailStatus, .getEventSelectors: .everyAccount
        case .assumeRole, .listAccounts, .listAccountsForParent, .listOrganizationalUnitsForParent,
            .listTagsForResource, .getSecretValue, .getParameter, .getItem:
            .bot
        }
    }

    /// As policies name it, such as `cloudtrail:DescribeTrails`.
    public var action: String { "\(service.signingName):\(rawValue)" }

    var service: AWSService {
        switch self {
        case .getCallerIdentity, .assumeRole, .assumeRoleWithWebIdentity: .sts
        case .describeRegions: .ec2
        case .describeTrails, .getTrailStatus, .getEventSelectors: .cloudTrail
        case .listAccounts, .listAccountsForParent, .listOrganizationalUnitsForParent, .listTagsForResource:
            .organizations
        case .getRoleCredentials: .sso
        case .createToken: .ssoOIDC
        case .getSecretValue: .secretsManager
        case .getParameter: .ssm
        case .getItem: .dynamoDB
        }
    }
}
