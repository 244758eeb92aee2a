import ChatOps
import CloudTrailCore
import Networking
import Scheduling
import Testing

@testable import ConfigurationFiles

@Suite("Values of config.json")
struct ConfigurationValuesTests {
    private func parse(_ config: String) throws -> Configuration {
        try ConfigurationFiles.parse(config: config).configuration
    }

    private func aws(_ body: String) throws -> AWSSettings {
        let accounts = body.contains(#""accounts""#) ? "" : #""accounts": {}, "#
        return try parse(#"{"aws": {"role_name_identification": "r", \#(accounts)\#(body)}}"#).aws
    }

    private func section(_ name: String, _ body: String) throws -> Configuration {
        try parse(#"{"aws": {"accounts": {}}, "\#(name)": {\#(body)}}"#)
    }

    @Test("What a file does not say has Hammer's defaults")
    func defaults() throws {
        let configuration = try parse(minimal)
        #expect(configuration == Configuration())
        #expect(configuration.cloudtrails.isEnabled)
        #expect(!configuration.cloudtrails.isReporting)
        #expect(configuration.cloudtrails.tableName == "hammer-cloudtrails")
        #expect(configuration.scanSchedule == .every(.seconds(3600)))
        #expect(!configuration.slack.isEnabled)
        #expect(configuration.slack.notifiesDefaultOwner)
        #expect(configuration.slack.connections == 2)
        #expect(configuration.slack.alertsPerHour == 20)
        #expect(!configuration.jira.isEnabled)
        #expect(configuration.jira.issueType == "Task")
        #expect(configuration.aws.regions == nil)
        #expect(configuration.roles == nil)
    }

    @Test("Hammer's table of credentials is named")
    func credentialsTable() throws {
        #expect(
            try section("credentials", #""ddb.table_name": "hammer-credentials""#).credentialsTable
                == "hammer-credentials")
        #expect(try section("credentials", "").credentialsTable == nil)
    }

    @Test("The accounts may be the organization's, all or those that fit")
    func organization() throws {
        let all = try aws(#""accounts": "organization", "external_id": "shared:1""#)
        #expect(all.organization == OrganizationSettings())
        #expect(all.externalID == "shared:1")
        #expect(all.accounts.isEmpty)
        let some = try parse(
            """
            {"aws": {"role_name_identification": "r", "accounts": "organization", "organization": {
                "units": ["ou-ab12-cdefgh34", "r-ab12"], "tags": {"Stage": ["prod", "live"], "Owner": "security"},
                "interval": "15m"
            }}}
            """)
        let filter = OrganizationSettings(
            units: ["ou-ab12-cdefgh34", "r-ab12"], tags: ["Stage": ["prod", "live"], "Owner": ["security"]],
            interval: .seconds(900))
        #expect(some.aws.organization == filter)
        #expect(some.discovery == filter)
    }

    @Test("A list of accounts for CloudTrail wins over the organization's, and a filter without it is noted")
    func organizationAside() throws {
        let listed = try parse(
            """
            {"aws": {"role_name_identification": "r", "accounts": "organization"},
             "cloudtrails": {"accounts": ["111111111111"]}}
            """)
        #expect(listed.discovery == nil)
        #expect(listed.accounts.map(\.id.rawValue) == ["111111111111"])
        let files = try ConfigurationFiles.parse(config: #"{"aws": {"accounts": {}, "organization": {"units": []}}}"#)
        #expect(files.configuration.discovery == nil)
        #expect(
            files.notes.contains(
                #"config.json:1:42: `aws.organization` is ignored: `aws.accounts` is not "organization""#))
    }

    @Test("How tickets look and end is read")
    func ticketKeys() throws {
        let jira = try section(
            "jira",
            """
            "parent": "epic", "components": "Logging", "watchers": ["ann@example.com", "bob"],
            "priorities": {"__comment__": "x", "disabled": "Highest", "delivery_errors": "Low", "degraded": ""},
            "custom_fields": {"Team": "SecOps", "customfield_1": {"value": "x", "__comment__": "y"}, "n": [1, 2.5, true], "": null},
            "close_transition": "Done", "reopen_transition": "Back", "resolution": "Fixed",
            "declined_resolutions": ["Won't Fix"]
            """
        ).jira
        var expected = JiraSettings()
        expected.parent = .epic
        expected.components = ["Logging"]
        expected.watchers = ["ann@example.com", "bob"]
        expected.priorities = [.disabled: "Highest", .deliveryErrors: "Low"]
        expected.customFields = ["Team": "SecOps", "customfield_1": ["value": "x"], "n": [1, .double(2.5), true]]
        expected.closingTransition = "Done"
        expected.reopeningTransition = "Back"
        expected.resolution = "Fixed"
        expected.declinedResolutions = ["Won't Fix"]
        #expect(jira == expected)
    }

    @Test("Every key is read")
    func everyKey() throws {
        let configuration = try parse(
            """
            {
                "__comment__": "all of it",
                "aws": {
                    "main_account_id": "123456789012", "region": "eu-west-1",
                    "role_name_identification": "path/hammer-cloudsec-crossact-id",
                    "role_name_reporting": "hammer-cloudsec-crossact-ec2",
                    "accounts": {"__comment__": "x", "210987654321": "slave1", "123456789012": "master", "654321210987": ""},
                    "regions": ["eu-west-1", "us-east-1", "eu-west-1"],
                },
                "cloudtrails": {
                    "enabled": "true", "ddb.table_name": "issues", "topic_name": "t", "reporting": true,
                    "accounts": ["210987654321", "111111111111", "123456789012"], "ignore_accounts": ["123456789012"],
                    "interval": "15m",
                },
                "slack": {
                    "enabled": true, "notify_default_owner": "False", "default_channel": "#dev",
                    "channels": {"#b": ["ERROR|WARN", "x+"], "#a": "y"}, "ignore": ["^z", ""],
                },
                "jira": {
                    "enabled": true, "server": "https://issues.example.com/jira/", "issue_type": "Bug",
                    "text_field_character_limit": 32767
                },
                "roles": {"viewer": "*", "approver": ["bob", "ann@example.com"]},
                "bu_list": ["Dev", "Ops"],
                "store": {"engine": "dynamodb", "table": "watch.state"},
                "whitelisting_procedure_url": "https://wiki.example.com/exceptions/",
                "s3_bucket_acl": {"enabled": true, "accounts": 5},
            }
            """)
        let ids = try ["123456789012", "210987654321", "654321210987", "111111111111"].map {
            try #require(AccountID($0))
        }
        let regions = try ["eu-west-1", "us-east-1"].map { try #require(Region($0)) }
        let expected = Configuration(
            aws: AWSSettings(
                mainAccountID: ids[0], region: regions[0], identificationRole: "path/hammer-cloudsec-crossact-id",
                accounts: [
                    Account(id: ids[1], name: "slave1"), Account(id: ids[0], name: "master"), Account(id: ids[2]),
                ],
                regions: regions),
            cloudtrails: CloudTrailSettings(
                isReporting: true, accounts: [ids[1], ids[3], ids[0]], ignoredAccounts: [ids[0]], tableName: "issues",
                interval: .seconds(900)),
            slack: SlackSettings(
                isEnabled: true, notifiesDefaultOwner: false, defaultChannel: "#dev",
                channels: [
                    .init(channel: "#b", patterns: ["ERROR|WARN", "x+"]), .init(channel: "#a", patterns: ["y"]),
                ],
                ignoredPatterns: ["^z"]),
            jira: JiraSettings(
                isEnabled: true, server: "https://issues.example.com/jira", issueType: "Bug",
                textFieldCharacterLimit: 32767),
            roles: RoleAssignments([.viewer: ["*"], .approver: ["bob", "ann@example.com"]]),
            businessUnits: ["Dev", "Ops"],
            store: StoreSettings(engine: .dynamoDB, table: "watch.state"),
            whitelistingProcedureURL: "https://wiki.example.com/exceptions/")
        #expect(configuration == expected)
        #expect(configuration.accounts == [Account(id: ids[3]), Account(id: ids[1], name: "slave1")])
        #expect(configuration.aws.accountNames == [ids[0]: "master", ids[1]: "slave1"])
    }

    @Test("CloudWatch Logs is off; switched on, it writes where Hammer's playbook says, or where the file does")
    func logs() throws {
        #expect(try parse(minimal).logs.isEnabled == false)
        let logs = try section(
            "cloudwatch_logs",
            #""enabled": "true", "region": "eu-west-1", "groups": {"program": "/trailwatch"}, "streams": {"reporting": "told"}"#
        ).logs
        #expect(logs.isEnabled && logs.region == Region("eu-west-1"))
        #expect(
            LogSettings.Journal.allCases.map { [$0.rawValue, logs.group(of: $0), logs.stream(of: $0)] } == [
                ["initiation", "/aws/lambda/hammer-initiate-cloudtrails", "trailwatch"],
                ["identification", "/aws/lambda/hammer-describe-cloudtrails", "trailwatch"],
                ["reporting", "/aws/ec2/hammer-reporting-remediation", "told"],
                ["remediation", "/aws/ec2/hammer-reporting-remediation", "remediation.clean_cloudtrails"],
                ["audit", "/aws/ec2/hammer-reporting-remediation", "trailwatch.audit"],
                ["program", "/trailwatch", "trailwatch"],
            ])
        #expect(
            LogSettings().stream(of: .reporting) == "reporting.create_cloudtrails_tickets")
    }

    @Test("Without cloudtrails.accounts, those of aws are scanned, by id, the ignored ones left out")
    func accountsToScan() throws {
        let accounts = #""210987654321": "b", "123456789012": "", "654321210987": "c""#
        let configuration = try parse(
            """
            {"aws": {"role_name_identification": "r", "accounts": {\(accounts)}},
             "cloudtrails": {"accounts": "", "ignore_accounts": "654321210987"}}
            """)
        #expect(configuration.accounts.map(\.title) == ["123456789012", "b (210987654321)"])
    }

    @Test("An empty list of accounts replaces those of aws: nothing is scanned, and that is said")
    func emptyAccounts() throws {
        let files = try ConfigurationFiles.parse(
            config: #"{"aws": {"accounts": {"123456789012": "a"}}, "cloudtrails": {"accounts": []}}"#)
        #expect(files.configuration.accounts.isEmpty)
        #expect(files.notes == ["config.json:1:9: no account is left to scan: nothing will be scanned"])
    }

    @Test("No regions, all regions and some regions are three things")
    func regions() throws {
        #expect(try aws(#""regions": null"#).regions == nil)
        #expect(try aws(#""regions": []"#).regions == [])
        #expect(try aws(#""regions": """#).regions == [])
        #expect(try aws(#""regions": "eu-west-1""#).regions?.map(\.rawValue) == ["eu-west-1"])
    }

    @Test("Flags are also text", arguments: [("true", true), ("\"true\"", true), ("\"False\"", false), ("\"\"", true)])
    func flags(text: String, value: Bool) throws {
        #expect(try section("cloudtrails", #""enabled": \#(text)"#).cloudtrails.isEnabled == value)
    }

    @Test(
        "An interval is a number and its unit",
        arguments: [("30s", 30), ("15m", 900), ("1h", 3600), ("2d", 172_800), ("", 3600)])
    func intervals(text: String, seconds: Int) throws {
        #expect(
            try section("cloudtrails", #""interval": "\#(text)""#).scanSchedule == .every(.seconds(seconds)))
    }

    @Test("Reminders climb a ladder for each severity, and quiet hours go by a clock of their own or the file's")
    func reminders() throws {
        let configuration = try parse(
            """
            {"time_zone": "Europe/Berlin", "aws": {"accounts": {}},
             "reminders": {"critical": {"after": "1h", "levels": ["owner", "default_owner", "#sec"], "repeat": "1d"},
                           "low": {"after": "2d"}},
             "quiet_hours": {"from": "20:00", "until": "7:30", "weekends": true, "except": "critical"}}
            """)
        #expect(
            configuration.escalation
                == Escalation([
                    .critical: .init(
                        after: .seconds(3600), levels: [.owner, .defaultOwner, .recipient("#sec")],
                        again: .seconds(86_400)),
                    .low: .init(after: .seconds(172_800), levels: [.owner]),
                ]))
        let quiet = try #require(configuration.quiet)
        #expect((quiet.hours.from, quiet.hours.until) == (72_000, 27_000))
        #expect(quiet.hours.zone.name == "Europe/Berlin")
        #expect(quiet.hours.includesWeekends)
        #expect(quiet.loudFrom == .critical)
    }

    @Test("Scans go by cronjobs.identification, else by the interval, else hourly, however seldom Hammer told")
    func schedules() throws {
        func schedule(_ cronjobs: String, interval: String = "") throws -> String {
            try parse(
                """
                {"time_zone": "Europe/Berlin", "aws": {"accounts": {}}, "cronjobs": {\(cronjobs)},
                 "cloudtrails": {"interval": "\(interval)"}}
                """
            ).scanSchedule.description
        }
        let both = #""identification": "*/15 * * * *", "reporting": "30 8 * * 1-5", "remediation": "x""#
        #expect(try schedule(both, interval: "2h") == "at */15 * * * * (Europe/Berlin)")
        #expect(try schedule(#""reporting": "30 8 * * 1-5""#, interval: "2h") == "every 2 h")
        #expect(try schedule(#""reporting": "30 8 * * 1-5""#) == "every 1 h")
        #expect(try schedule(#""identification": "rate(3 hours)""#) == "every 3 h")
        #expect(try schedule("") == "every 1 h")
    }

    @Test("Empty text and null are not set")
    func emptyText() throws {
        let configuration = try parse(
            """
            {"aws": {"main_account_id": "", "region": null, "role_name_identification": "", "accounts": {}},
             "cloudtrails": {"ddb.table_name": "", "enabled": null}, "slack": {"default_channel": "", "channels": null},
             "jira": {"server": "", "issue_type": "", "text_field_character_limit": 0}, "roles": null, "bu_list": "",
             "whitelisting_procedure_url": ""}
            """)
        #expect(configuration == Configuration())
    }

    @Test("Only the main account needs no role")
    func mainAccountAlone() {
        let main = #"{"aws": {"main_account_id": "123456789012", "accounts": {"123456789012": "main"}}}"#
        #expect(problems(config: main).isEmpty)
    }
}
