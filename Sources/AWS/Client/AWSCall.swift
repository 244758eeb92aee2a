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
    case batchGetItem = "BatchGetItem"
    case query = "Query"
    case scan = "Scan"
    case putItem = "PutItem"
    case transactWriteItems = "TransactWriteItems"
    case describeTable = "DescribeTable"
    case putObject = "PutObject"
    case createTable = "CreateTable"
    case updateContinuousBackups = "UpdateContinuousBackups"
    case updateTimeToLive = "UpdateTimeToLive"
    case createLogGroup = "CreateLogGroup"
    case createLogStream = "CreateLogStream"
    case putLogEvents = "PutLogEvents"

    /// Who needs a permission for it.
    public enum Permission: Sendable {
        /// Nobody: AWS asks for none, or for another proof than a policy.
        case nobody
        /// The role in every account that is looked at, and the bot for its own account.
        case everyAccount
        case bot
        /// Who makes the tables, once: `trailwatch store create`, or the template that does the same.
        case tableMaker
    }

    public var permission: Permission {
        switch self {
        case .getCallerIdentity, .assumeRoleWithWebIdentity, .getRoleCredentials, .createToken: .nobody
        case .describeRegions, .describeTrails, .getTrailStatus, .getEventSelectors: .everyAccount
        case .assumeRole, .listAccounts, .listAccountsForParent, .listOrganizationalUnitsForParent,
            .listTagsForResource, .getSecretValue, .getParameter, .getItem, .batchGetItem, .query, .scan, .putItem,
            .transactWriteItems, .describeTable, .putObject, .createLogGroup, .createLogStream, .putLogEvents:
            .bot
        case .createTable, .updateContinuousBackups, .updateTimeToLive: .tableMaker
        }
    }

    /// As policies name it, such as `cloudtrail:DescribeTrails`. A transaction needs what each of its parts needs.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    public var actions: Set<String> {
        switch self {
        case .transactWriteItems: ["dynamodb:PutItem", "dynamodb:DeleteItem"]
        default: ["\(service.signingName):\(rawValue)"]
        }
    }

    /// In bytes, and with room: JSON takes a few more for what DynamoDB counts as one.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
    var largestAnswer: Int {
        switch self {
        // 16 MB of items.
        case .batchGetItem: 64 << 20
        // 1 MB of items.
        case .query, .scan, .getItem: 8 << 20
        default: 4 << 20
        }
    }

    var service: AWSService {
        switch self {
        case .getCallerIdentity, .assumeRole, .assumeRoleWithWebIdentity: .sts
        case .describeRegions: .ec2
        case .describeTrails, .getTrailStatus, .getEventSelectors: .cloudTrail
        case .listAccounts, .listAccountsForParent, .listOrganizationalUnitsForParent, .listTagsForResource:
            .organizations
        case .getRoleCredentials: .sso
        case .createToken: .ssoOIDC
        case .putObject: .s3
        case .getSecretValue: .secretsManager
        case .getParameter: .ssm
        case .createLogGroup, .createLogStream, .putLogEvents: .cloudWatchLogs
        case .getItem, .batchGetItem, .query, .scan, .putItem, .transactWriteItems, .describeTable, .createTable,
            .updateContinuousBackups, .updateTimeToLive:
            .dynamoDB
        }
    }
}
