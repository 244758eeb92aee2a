import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("trailwatch doctor", .serialized)
struct DoctorTests {
    private struct Check: Decodable {
        var area: String
        var name: String
        var outcome: String
        var found: String
        var remedy: String?
    }

    /// A sandbox with a bot's files and environment, and the doctor to be sent in.
    private struct Patient {
        let sandbox: Sandbox
        let directory: TemporaryDirectory
        var setup: BotSetup

        /// What the doctor finds, and how it ends.
        func examine(_ arguments: String..., writing: Bool = true) async throws -> (checks: [Check], status: Int32) {
            if writing { try setup.write(to: directory.path) }
            let outcome = try await Program.run(
                "trailwatch", ["doctor", "--json", "--config", directory.path] + arguments,
                environment: setup.environment)
            let checks = try JSONDecoder().decode([Check].self, from: Data(outcome.output.utf8))
            return (checks, outcome.status)
        }

        /// The troubles of an area, each with what to do.
        func troubles(_ arguments: String...) async throws -> [String] {
            try setup.write(to: directory.path)
            let outcome = try await Program.run(
                "trailwatch", ["doctor", "--json", "--config", directory.path] + arguments,
                environment: setup.environment)
            let bad = try JSONDecoder().decode([Check].self, from: Data(outcome.output.utf8)).filter {
                $0.outcome == "bad" || $0.outcome == "doubtful"
            }
            #expect(outcome.status == (bad.contains { $0.outcome == "bad" } ? 1 : 0))
            #expect(bad.allSatisfy { $0.remedy != nil }, "\(bad)")
            return bad.map { "\($0.name): \($0.found)" }
        }

        mutating func change(_ file: String, _ patch: JSONValue) {
            setup.files[file] = setup.files[file]?.merged(with: patch)
        }
    }

    private func withPatient(_ body: (inout Patient) async throws -> Void) async throws {
        try await Sandbox.run(
            SmallCompany.scenario(changing: ["bot": ["configuration": ["cloudtrails": ["enabled": true]]]])
        ) {
            sandbox in
            try await TemporaryDirectory.with { directory in
                let setup = BotSetup(sandbox, state: directory.file("state"))
                var patient = Patient(sandbox: sandbox, directory: directory, setup: setup)
                // The one account of this company that nobody may enter.
                patient.change("config.json", ["cloudtrails": ["ignore_accounts": ["555555555555"]]])
                try await body(&patient)
            }
        }
    }

    @Test("Nothing is wrong with the sandbox: every area is looked at, and the doctor leaves nothing behind")
    func healthy() async throws {
        try await withPatient { patient in
            let (checks, status) = try await patient.examine()
            let trouble = checks.filter { !["good", "skipped"].contains($0.outcome) }
            #expect(trouble.isEmpty, "\(trouble)")
            #expect(status == 0)
            #expect(Set(checks.map(\.area)) == ["files", "slack", "aws", "store", "jira"])
            for (name, found) in [
                ("app token", "it may open connections"), ("#security", "the bot is in the channel"),
                ("alice", "a person the bot can write to"), ("identity", "arn:aws:iam::111111111111:user/trailwatch"),
                ("accounts", "4 of 4 can be entered and looked at"),
                ("connection", "JIRA Cloud takes the credentials"), ("PAY", "tickets of the type Task can be made"),
                ("PAY assignee", "alice@example.com may be assigned"),
            ] {
                #expect(checks.first { $0.name == name }?.found == found, "\(name)")
            }
            #expect(!FileManager.default.fileExists(atPath: patient.directory.file("state/trailwatch.sqlite")))
        }
    }

    @Test("Files: each mistake with its line and column; keys that nobody reads; accounts that nobody owns")
    func files() async throws {
        try await withPatient { patient in
            try patient.setup.write(to: patient.directory.path)
            try patient.directory.write(
                "{\n  \"aws\": {\"accounts\": {\"1\": \"x\"}},\n  \"slack\": {\"ignore\": [\"(\"]}, \"slack\": {}\n}",
                to: "config.json")
            let (checks, status) = try await patient.examine("files", writing: false)
            #expect(status == 1)
            let found = checks.map { "\($0.name): \($0.found)" }
            for piece in ["config.json:2:", "config.json:3:24: ", "config.json:3:31: "] {
                #expect(found.contains { $0.hasPrefix(piece) }, "\(piece) \(found)")
            }

            patient.change("config.json", ["aws": ["acounts": [:]]])
            patient.change("ticket_owners.json", ["slack_owner": ""])
            let doubts = try await patient.troubles("files")
            #expect(doubts.contains { $0.contains("`aws.acounts` is ignored: there is no such key") }, "\(doubts)")
            #expect(
                doubts.contains {
                    $0.hasPrefix("owners: 3 of 4 accounts have none: security (111111111111), ")
                }, "\(doubts)")
        }
    }

    @Test("Slack: each token, a channel, a private channel, a person")
    func slack() async throws {
        try await withPatient { patient in
            let environment = patient.setup.environment
            patient.setup.environment["SLACK_APP_TOKEN"] = "xapp-wrong"
            let refused = try await patient.troubles("slack")
            #expect(refused == ["app token: apps.connections.open answered invalid_auth"])
            patient.setup.environment = environment
            patient.setup.environment["SLACK_BOT_TOKEN"] = "xoxb-wrong"
            #expect(try await patient.troubles("slack") == ["bot token: auth.test answered invalid_auth"])
            patient.setup.environment["SLACK_BOT_TOKEN"] = nil
            #expect(
                try await patient.troubles("slack") == [
                    "tokens: SLACK_BOT_TOKEN is not set (nor SLACK_BOT_TOKEN_FILE): the bot token (xoxb-…) that posts messages"
                ])
            patient.setup.environment = environment
            patient.change(
                "ticket_owners.json", ["slack_owner": ["#nowhere", "#board", "nobody", "gus@nowhere.example"]])
            let unknown = try await patient.troubles("slack")
            #expect(
                unknown == [
                    "#board: There is no channel #board, or it is archived, or private without the bot in it.",
                    "#nowhere: There is no channel #nowhere, or it is archived, or private without the bot in it.",
                    "gus@nowhere.example: Slack knows nobody with this e-mail address. (users_not_found)",
                    "nobody: Slack knows nobody called nobody.",
                ])
        }
    }

    @Test("Slack: a test message reaches every owner once, and only when it is asked for")
    func trial() async throws {
        try await withPatient { patient in
            let mark = patient.sandbox.workspace.journal.mark
            let (checks, status) = try await patient.examine("slack", "--send-test")
            #expect(status == 0)
            #expect(checks.filter { $0.found == "a test message was sent" }.count == 3)
            let posts = patient.sandbox.workspace.journal.entries.dropFirst(mark).count {
                if case .posted(let message) = $0 {
                    message.text.contains("This is a test of Trailwatch")
                } else {
                    false
                }
            }
            #expect(posts == 3)
        }
    }

    @Test("AWS: no credentials, wrong ones, another account, a role, a permission, the network")
    func aws() async throws {
        try await withPatient { patient in
            let environment = patient.setup.environment
            patient.setup.environment["AWS_SECRET_ACCESS_KEY"] = nil
            #expect(
                try await patient.troubles("aws") == [
                    "settings: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
                ])
            patient.setup.environment = environment
            patient.setup.environment["AWS_ACCESS_KEY_ID"] = "AKIAWRONG"
            let refused = try await patient.troubles("aws")
            #expect(
                refused.count == 1 && refused[0].hasPrefix("identity: GetCallerIdentity: InvalidClientTokenId"),
                "\(refused)")
            patient.setup.environment = environment
            patient.setup.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
            let unreachable = try await patient.troubles("aws")
            #expect(
                unreachable.count == 1 && unreachable[0].hasPrefix("identity: GetCallerIdentity: "), "\(unreachable)")
            patient.setup.environment = environment

            patient.change(
                "config.json", ["aws": ["main_account_id": "222222222222"], "cloudtrails": ["ignore_accounts": []]])
            try await patient.sandbox.estate.change(
                account: "222222222222",
                set: ["troubles": [["kind": "denied", "regions": ["us-east-1"], "operation": "DescribeTrails"]]])
            let troubles = try await patient.troubles("aws")
            #expect(troubles.count == 4, "\(troubles)")
            #expect(
                troubles[0] == "identity: arn:aws:iam::111111111111:user/trailwatch is not of the account 222222222222")
            #expect(troubles[1] == "accounts: 3 of 5 can be entered and looked at")
            #expect(
                troubles[2].hasPrefix("payments (222222222222): us-east-1: DescribeTrails: AccessDenied"), "\(troubles)"
            )
            #expect(troubles[3].hasPrefix("acquired (555555555555): AssumeRole: AccessDenied"), "\(troubles)")
        }
    }

    @Test("The store: a directory that may not be written to, a file that is no database, tables that are missing")
    func store() async throws {
        try await withPatient { patient in
            let environment = patient.setup.environment
            patient.setup.environment["TRAILWATCH_STATE_DIR"] = patient.directory.file("config.json/state")
            let closed = try await patient.troubles("store")
            #expect(closed.count == 1 && closed[0].hasSuffix("config.json is no directory"), "\(closed)")
            patient.setup.environment = environment
            try FileManager.default.createDirectory(
                atPath: patient.directory.file("state"), withIntermediateDirectories: true)
            try patient.directory.write(String(repeating: "no database ", count: 100), to: "state/trailwatch.sqlite")
            let broken = try await patient.troubles("store")
            #expect(broken.count == 1 && broken[0].hasPrefix("shape: "), "\(broken)")
        }
    }

    @Test("JIRA: credentials, project, issue type, assignee, parent, nobody's project")
    func jira() async throws {
        try await withPatient { patient in
            let environment = patient.setup.environment
            let server = patient.setup.files["config.json"]?["jira"]?["server"] ?? ""
            patient.change("config.json", ["jira": ["server": "http://127.0.0.1:9"]])
            let refused = try await patient.troubles("jira")
            #expect(
                refused.count == 1 && refused[0].hasPrefix("connection: JIRA did not answer ("),
                "\(refused)")
            patient.change("config.json", ["jira": ["server": server]])
            patient.setup.environment["JIRA_EMAIL"] = nil
            let unset = try await patient.troubles("jira")
            #expect(unset.count == 1 && unset[0].hasPrefix("credentials: JIRA_TOKEN is not set"), "\(unset)")
            patient.setup.environment = environment
            patient.change(
                "ticket_owners.json",
                [
                    "jira_project": "NONE",
                    "account": ["222222222222": ["jira_owner": "nobody@example.com", "jira_parent_ticket": "PAY-99"]],
                ])
            #expect(
                try await patient.troubles("jira") == [
                    "NONE: JIRA has no project `NONE`, or the bot's account may not see it",
                    "PAY assignee: nobody called nobody@example.com may be assigned",
                    "PAY-99 parent: JIRA has no ticket PAY-99, or the bot's account may not see it",
                ])
            patient.change("ticket_owners.json", ["jira_project": "SEC"])
            patient.change("config.json", ["jira": ["issue_type": "Epos"]])
            let types = try await patient.troubles("jira")
            #expect(
                types.count == 2 && types[0].hasPrefix("PAY: The JIRA project `PAY` has no issue type `Epos`"),
                "\(types)")
        }
    }

    @Test("Files: nobody is told of anything")
    func silent() async throws {
        try await withPatient { patient in
            patient.change("config.json", ["cloudtrails": ["reporting": false]])
            let found = try await patient.troubles("files")
            #expect(
                found == [
                    "owners: nobody is told without asking: `cloudtrails.reporting` or `slack.enabled` is off"
                ])
        }
    }

    @Test("Slack: it limits its calls, it cannot be reached, and tokens that AWS keeps cannot be read")
    func slackAway() async throws {
        try await withPatient { patient in
            await patient.sandbox.workspace.fail(next: 1, of: "apps.connections.open", with: .rateLimited(120))
            #expect(try await patient.troubles("slack") == ["app token: Slack asks to wait for 120 s"])
            let environment = patient.setup.environment
            patient.setup.environment["SLACK_API_URL"] = "http://127.0.0.1:9/"
            let away = try await patient.troubles("slack")
            #expect(away.count == 2 && away[0].hasPrefix("app token: ") && away[1].hasPrefix("bot token: "), "\(away)")
            patient.setup.environment = environment
            let arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:bot"
            patient.setup.environment["SLACK_BOT_TOKEN"] = arn
            let kept = try await patient.troubles("slack")
            #expect(
                kept.first?.hasPrefix("AWS: SLACK_BOT_TOKEN is kept at \(arn), which cannot be read: GetSecretValue: ")
                    == true, "\(kept)")
        }
    }

    @Test(
        "AWS: sources of credentials that fail, accounts that are none, regions that are none, an organization's list")
    func sources() async throws {
        try await withPatient { patient in
            let environment = patient.setup.environment
            for (profile, complaint) in [
                (
                    "credential_process = sh -c 'echo locked out >&2; exit 7'",
                    "identity: profile default: credential_process: sh ended with status 7: locked out"
                ),
                (
                    "sso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r",
                    "identity: nobody has signed in to https://x on this machine: `aws sso login --profile default` does it"
                ),
                (
                    "role_arn = r\nsource_profile = default\nmfa_serial = m",
                    "settings: profile default has mfa_serial: a bot has nobody who types a code, so it needs a profile without one"
                ),
            ] {
                for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] { patient.setup.environment[name] = nil }
                patient.setup.environment["PATH"] = "/usr/bin:/bin"
                patient.setup.environment["AWS_CONFIG_FILE"] = try patient.directory.write(
                    "[default]\n\(profile)\n", to: "aws-config")
                let found = try await patient.troubles("aws")
                #expect(found == [complaint])
            }
            patient.setup.environment = environment

            patient.change("config.json", ["aws": ["regions": ["ap-south-1"]]])
            let regions = try await patient.troubles("aws")
            #expect(regions.contains { $0.hasSuffix("none of its regions is one of aws.regions") }, "\(regions)")
            patient.change("config.json", ["aws": ["regions": ["us-east-1"], "accounts": "organization"]])
            let refused = try await patient.troubles("aws")
            #expect(
                refused.first?.hasPrefix(
                    "organization: the organization's accounts cannot be listed: ListAccounts: AWSOrganizationsNotInUse"
                )
                    == true, "\(refused)")
            #expect(refused.last == "accounts: 0 of 0 can be entered and looked at", "\(refused)")
        }
    }

    @Test("AWS: a clock that is off", arguments: [(-600, "ahead of"), (600, "behind"), (-90, "ahead of")])
    func clock(_ shift: Double, _ words: String) async throws {
        try await withPatient { patient in
            let style = Date.VerbatimFormatStyle(
                format:
                    "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT",
                locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
            let server = try await LoopbackServer { [sandbox = patient.sandbox] request in
                var answer = await sandbox.estate.serve(request)
                answer.headers.append(("Date", Date(timeIntervalSinceNow: shift).formatted(style)))
                return answer
            }
            patient.setup.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:\(server.port)"
            let (checks, status) = try await patient.examine("aws")
            await server.stop()
            let clock = try #require(checks.first { $0.name == "clock" })
            #expect(clock.outcome == (abs(shift) > 240 ? "bad" : "doubtful"))
            #expect(status == (abs(shift) > 240 ? 1 : 0))
            #expect(clock.found.hasSuffix(" s \(words) AWS's") && clock.remedy != nil, "\(clock)")
        }
    }

    @Test("The store: tables of DynamoDB that are missing, or of another kind")
    func tables() async throws {
        try await MotoServer.with { moto in
            try await withPatient { patient in
                patient.change("config.json", ["store": ["engine": "dynamodb"]])
                patient.setup.environment["AWS_ENDPOINT_URL_DYNAMODB"] = moto.url
                let missing = try await patient.troubles("store")
                #expect(
                    missing == [
                        "shape: The DynamoDB table hammer-cloudtrails is not there in us-east-1: `trailwatch store create` makes it."
                    ])
                try await moto.run(
                    """
                    import boto3, sys
                    boto3.client("dynamodb", region_name="us-east-1", endpoint_url=sys.argv[1]).create_table(
                        TableName="hammer-cloudtrails", BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[dict(AttributeName="id", AttributeType="S")],
                        KeySchema=[dict(AttributeName="id", KeyType="HASH")])
                    """)
                let other = try await patient.troubles("store")
                #expect(
                    other == [
                        "shape: The DynamoDB table hammer-cloudtrails is of another kind: its key is id alone, not account_id and issue_id."
                    ])
            }
        }
    }

    @Test("JIRA: no project at all; each trouble of another project is named beside the others")
    func noProject() async throws {
        try await withPatient { patient in
            patient.change(
                "ticket_owners.json",
                ["jira_project": "", "account": ["222222222222": ["jira_project": ""]]])
            let found = try await patient.troubles("jira")
            #expect(
                found == [
                    "projects: no `jira_project` is named, so no ticket can be opened"
                ])
        }
    }

    @Test("As a table each trouble has a line under it that says what to do")
    func table() async throws {
        try await withPatient { patient in
            patient.setup.environment["SLACK_APP_TOKEN"] = "xapp-wrong"
            try patient.setup.write(to: patient.directory.path)
            let outcome = try await Program.run(
                "trailwatch", ["doctor", "slack", "--config", patient.directory.path],
                environment: patient.setup.environment)
            #expect(outcome.status == 1)
            let lines = outcome.output.split(separator: "\n").map(String.init)
            let index = try #require(lines.firstIndex { $0.hasPrefix("WRONG") })
            #expect(lines[index].hasSuffix("apps.connections.open answered invalid_auth"))
            #expect(
                lines[index + 1]
                    == "         → Slack does not accept the app token: make a new app-level token with the scope connections:write and set SLACK_APP_TOKEN to it."
            )
            #expect(lines.last == "1 wrong, 0 doubtful.")
        }
    }
}
