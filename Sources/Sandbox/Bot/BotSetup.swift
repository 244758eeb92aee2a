import FoundationEssentials
import Networking

/// What the real bot is given so that it lives in a sandbox: three files and an environment, nothing else.
public struct BotSetup: Sendable, Equatable {
    /// File name → content.
    public var files: [String: JSONValue]
    public var environment: [String: String]

    /// `state` is the directory the bot may keep its issues in.
    public init(_ sandbox: Sandbox, state: String) {
        let scenario = sandbox.scenario
        files = [
            "config.json": Self.configuration(scenario, jira: sandbox.jiraURL),
            "whitelist.json": scenario.bot.whitelist, "ticket_owners.json": scenario.bot.ticketOwners,
        ]
        let identity = sandbox.workspace.identity
        environment = [
            "SLACK_API_URL": sandbox.slackURL, "SLACK_APP_TOKEN": identity.appToken,
            "SLACK_BOT_TOKEN": identity.botToken, "AWS_ENDPOINT_URL": sandbox.awsURL,
            "AWS_ACCESS_KEY_ID": AWSCaller.mainKey, "AWS_SECRET_ACCESS_KEY": AWSCaller.mainSecret,
            "AWS_REGION": scenario.aws.region, "TRAILWATCH_STATE_DIR": state,
            // The home directory of whoever tries the sandbox must not decide anything.
            "HOME": state,
        ]
        environment["TRAILWATCH_SANDBOX_TIME"] = sandbox.time.setting
        switch scenario.jira.flavour {
        case .cloud: environment.merge(["JIRA_EMAIL": JiraDesk.email, "JIRA_API_TOKEN": JiraDesk.token]) { $1 }
        case .datacenter: environment["JIRA_TOKEN"] = JiraDesk.token
        }
    }

    /// In the keys of Dow Jones Hammer's config.json and our own.
    private static func configuration(_ scenario: Scenario, jira: String) -> JSONValue {
        let aws = scenario.aws
        let names = aws.accounts.map { ($0.id, JSONValue.string($0.name)) }
        let isListed = aws.managementAccount == aws.mainAccount
        let configuration: JSONValue = [
            "aws": .members([
                "main_account_id": .string(aws.mainAccount), "region": .string(aws.region),
                "role_name_identification": .string(aws.role),
                "accounts": isListed ? "organization" : .object(Dictionary(names, uniquingKeysWith: { $1 })),
                // An account that is opened while one watches is found while one watches.
                "organization": isListed ? ["interval": "30s"] : nil,
                "regions": .array(aws.regions.map(JSONValue.string)),
            ]),
            "cloudtrails": [
                "enabled": true, "reporting": true, "ddb.table_name": "hammer-cloudtrails",
                "interval": .string(scenario.bot.interval),
            ],
            "slack": [
                "enabled": true, "notify_default_owner": true, "default_channel": .string("#\(scenario.channel)"),
            ],
            "jira": [
                "enabled": true, "server": .string(jira), "issue_type": "Task",
                // People try the button.
                "opening": "on_request",
            ],
            "roles": ["viewer": ["*"], "operator": ["*"], "approver": [.string(scenario.yourEmail)]],
        ]
        return configuration.merged(with: scenario.bot.configuration ?? [:])
    }

    /// `roles` of the config.json that a scenario makes.
    static func roles(_ scenario: Scenario) -> JSONValue { configuration(scenario, jira: "")["roles"] ?? [:] }

    /// Writes the files.
    public func write(to directory: String) throws {
        for (name, content) in files {
            try content.pretty.write(to: URL(filePath: directory).appending(path: name))
        }
    }
}
