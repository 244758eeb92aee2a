import Testing

@testable import ConfigurationFiles

@Suite("Mistakes in config.json")
struct ConfigurationProblemsTests {
    /// The problem of one value in one section of an otherwise sound file; the value begins at 3:20.
    private func problem(of value: String, in section: String, key: String) -> [String] {
        let head = section == "aws" ? "" : #""aws": {"accounts": {}}, "#
        let accounts = section == "aws" && key != "accounts" ? #", "accounts": {}"# : ""
        let name = "\"\(key)\":"
        let indent = String(repeating: " ", count: max(0, 19 - name.count))
        return problems(config: "{\(head)\n\"\(section)\": {\n\(name)\(indent)\(value)\(accounts)}}")
    }

    @Test(
        "A value that does not fit says what was expected and what was found",
        arguments: [
            ("cloudtrails", "enabled", #""maybe""#, #"expected true or false, found "maybe""#),
            ("cloudtrails", "reporting", "1", "expected true or false, found 1"),
            ("slack", "enabled", "[]", "expected true or false, found a list"),
            ("jira", "enabled", "{}", "expected true or false, found an object"),
            ("jira", "parent", #""child""#, #"expected "relates", "subtask" or "epic", found "child""#),
            ("jira", "components", "3", "expected a list of components, found 3"),
            ("jira", "custom_fields", "[]", "expected an object { … }, found a list"),
            ("cloudtrails", "ddb.table_name", "5", "expected text in quotes, found 5"),
            (
                "cloudtrails", "interval", #""1w""#,
                #"expected an interval such as "30s", "15m", "1h" or "1d", found "1w""#
            ),
            ("cloudtrails", "interval", "60", #"expected an interval such as "30s", "15m", "1h" or "1d", found 60"#),
            (
                "cloudtrails", "interval", #""0s""#,
                #"expected an interval such as "30s", "15m", "1h" or "1d", found "0s""#
            ),
            (
                "cloudtrails", "interval", #""99999999999999999999d""#,
                #"expected an interval such as "30s", "15m", "1h" or "1d", found "99999999999999999999d""#
            ),
            (
                "cronjobs", "reporting", #""61 * * * *""#,
                #"expected a schedule such as "30 8 * * 1-5" or "1h": `61` is no minute (0 to 59)"#
            ),
            (
                "cronjobs", "identification", "5",
                #"expected a schedule in quotes, such as "30 8 * * 1-5" or "1h", found 5"#
            ),
            (
                "reminders", "critical", #"{"levels": ["owner"]}"#,
                "expected `reminders.critical.after`, the time to the first reminder"
            ),
            (
                "quiet_hours", "from", #""20:00", "until": "20:00""#,
                "expected `until` at another time than `from`: no hour would be quiet"
            ),
            ("cloudtrails", "accounts", "{}", "expected a list of account ids, found an object"),
            (
                "cloudtrails", "ignore_accounts", #""12""#,
                #"expected an account id of twelve digits in quotes, found "12""#
            ),
            (
                "aws", "main_account_id", "123456789012",
                "expected an account id of twelve digits in quotes, found 123456789012"
            ),
            (
                "aws", "main_account_id", #""12345678901x""#,
                #"expected an account id of twelve digits in quotes, found "12345678901x""#
            ),
            ("aws", "region", #""Ireland""#, #"expected a region such as "eu-west-1", found "Ireland""#),
            ("aws", "accounts", #"["123456789012"]"#, "expected an object { … }, found a list"),
            (
                "aws", "role_name_identification", #""arn:aws:iam::123456789012:role/r""#,
                #"expected the name of a role, not its ARN, found "arn:aws:iam::123456789012:role/r""#
            ),
            ("aws", "role_name_identification", #""/r""#, #"expected the name of a role, not its ARN, found "/r""#),
            ("store", "engine", #""mysql""#, #"expected "sqlite" or "dynamodb", found "mysql""#),
            (
                "store", "table", #""a b""#,
                #"expected a table's name: 3 to 255 letters, digits and _.-, found "a b""#
            ),
            ("slack", "connections", "0", "expected a whole number from 1 to 10, found 0"),
            ("slack", "connections", "11", "expected a whole number from 1 to 10, found 11"),
            ("slack", "default_channel", #"["a"]"#, "expected text in quotes, found a list"),
            ("slack", "channels", #"["a"]"#, "expected an object { … }, found a list"),
            ("slack", "ignore", #""(""#, #"expected a regular expression in quotes, found "(""#),
            ("jira", "server", #""issues.example.com""#, #"expected an http or https URL, found "issues.example.com""#),
            ("jira", "server", #""ftp://example.com""#, #"expected an http or https URL, found "ftp://example.com""#),
            ("jira", "server", #""https://""#, #"expected an http or https URL, found "https://""#),
            ("jira", "server", #""https://a b.com""#, #"expected an http or https URL, found "https://a b.com""#),
            (
                "jira", "server", #""https://me:pw@a.com""#,
                "expected a URL without a user's name and password"
            ),
            ("jira", "text_field_character_limit", "-1", "expected a whole number from 0, found -1"),
            ("jira", "text_field_character_limit", "1.5", "expected a whole number from 0, found 1.5"),
            (
                "jira", "text_field_character_limit", "9223372036854775808",
                "expected a whole number from 0, found 9223372036854775808"
            ),
            ("roles", "viewer", "7", "expected a list of people, found 7"),
        ])
    func values(section: String, key: String, value: String, problem expected: String) {
        let column = max(20, key.count + 4)
        #expect(problem(of: value, in: section, key: key) == ["config.json:3:\(column): \(expected)"])
    }

    @Test(
        "A name that CloudWatch Logs would not take is refused",
        arguments: [
            (
                "groups", #"{"reporting": "aws/x"}"#,
                #"34: expected a log group's name: up to 512 letters, digits and _-/.#, found "aws/x""#
            ),
            (
                "streams", #"{"reporting": "a:b"}"#,
                #"34: expected a log stream's name: up to 512 characters without : and *, found "a:b""#
            ),
            (
                "streams", #"{"report": "a"}"#,
                #"21: expected one of initiation, identification, reporting, remediation, audit, program, found "report""#
            ),
        ])
    func logNames(key: String, value: String, expected: String) {
        #expect(problem(of: value, in: "cloudwatch_logs", key: key) == ["config.json:3:\(expected)"])
    }

    @Test("Each bad entry of a list has its own place")
    func listEntries() {
        let config = """
            {"aws": {"accounts": {}, "regions": ["eu-west-1", "eu_west_1",
              7, "mars-1"]}}
            """
        #expect(
            problems(config: config) == [
                #"config.json:1:51: expected a region such as "eu-west-1", found "eu_west_1""#,
                "config.json:2:3: expected a region such as \"eu-west-1\", found 7",
                #"config.json:2:6: expected a region such as "eu-west-1", found "mars-1""#,
            ])
    }

    @Test("An account id that is a key is checked as well")
    func accountKeys() {
        #expect(
            problems(config: #"{"aws": {"accounts": {"12": "a", "123456789012": 5}, "role_name_identification": "r"}}"#)
                == [
                    #"config.json:1:23: expected an account id of twelve digits as the key, found "12""#,
                    "config.json:1:50: expected the account's name in quotes, found 5",
                ])
    }

    @Test("A role is needed for every account but the main one")
    func missingRole() {
        let accounts = #""main_account_id": "123456789012", "accounts": {"123456789012": "a", "210987654321": "b"}"#
        let sentence = "expected `aws.role_name_identification`, the role to assume in 210987654321, found none"
        #expect(problems(config: "{\n \"aws\": {\(accounts)}}") == ["config.json:2:9: \(sentence)"])
        #expect(
            problems(config: "{\n \"aws\": {\(accounts),\n\"role_name_identification\": \"\"}}")
                == ["config.json:3:29: \(sentence)"])
    }

    @Test("The organization's accounts need a role, too")
    func organizationWithoutRole() {
        #expect(
            problems(config: #"{"aws": {"accounts": "organization"}}"#) == [
                "config.json:1:9: expected `aws.role_name_identification`, the role to assume in the organization's accounts, found none"
            ])
    }

    @Test(
        "What filters the organization is checked",
        arguments: [
            (#""units": ["ou-1", "x"]"#, #"1:98: expected an id such as "ou-ab12-cdefgh34" or "r-ab12", found "ou-1""#),
            (#""units": {}"#, "1:97: expected a list of organizational units, found an object"),
            (#""tags": ["a"]"#, "1:96: expected an object { … }, found a list"),
            (
                #""interval": "hourly""#,
                #"1:100: expected an interval such as "30s", "15m", "1h" or "1d", found "hourly""#
            ),
            (#""tags": {"a": 1}"#, "1:102: expected a list of values, found 1"),
        ])
    func organizationFilter(filter: String, problem: String) {
        let found = problems(
            config:
                #"{"aws": {"role_name_identification": "r", "accounts": "organization", "organization": {\#(filter)}}}"#
        )
        #expect(found.first == "config.json:" + problem)
    }

    @Test("An external id has only what AWS allows in it")
    func externalID() {
        #expect(
            problems(config: #"{"aws": {"accounts": {}, "external_id": "a b"}}"#) == [
                #"config.json:1:41: expected an external id of 2 to 1224 letters, digits and _+=,.@:/-, found "a b""#
            ])
    }

    @Test("A file that names no accounts does not start anything", arguments: ["{}", #"{"aws": ""}"#])
    func noAccounts(config: String) {
        #expect(
            problems(config: config) == [
                "config.json:1:1: there are no accounts to scan: expected `aws.accounts`, an object of account ids and their names, or \"organization\""
            ])
    }

    @Test("A priority is by a kind of finding")
    func unknownPriority() {
        #expect(
            problems(config: #"{"aws": {"accounts": {}}, "jira": {"priorities": {"critical": "High"}}}"#) == [
                #"config.json:1:51: expected one of the findings disabled, degraded, delivery_errors, changed, found "critical""#
            ])
    }

    @Test("JIRA needs its server once it is enabled")
    func missingServer() {
        let head = #"{"aws": {"accounts": {}}, "jira": "#
        let sentence = "JIRA is enabled: expected `jira.server`, its root URL, found none"
        #expect(problems(config: head + #"{"enabled": true}}"#) == ["config.json:1:35: \(sentence)"])
        #expect(problems(config: head + #"{"enabled": true, "server": ""}}"#) == ["config.json:1:63: \(sentence)"])
        #expect(problems(config: head + #"{"enabled": false}}"#) == [])
    }

    @Test("An unknown role is refused: it would give nobody anything")
    func unknownRole() {
        #expect(
            problems(config: #"{"aws": {"accounts": {}}, "roles": {"admin": ["ann"]}}"#) == [
                #"config.json:1:37: expected one of the roles viewer, operator, approver, found "admin""#
            ])
    }

    @Test("Patterns that would exhaust the stack or do not compile are refused")
    func hostilePatterns() {
        let deep = String(repeating: "(", count: 500) + String(repeating: ")", count: 500)
        for pattern in [deep, String(repeating: "(", count: 100_000), "[a", "*", "a{2,1}"] {
            let found = problems(config: #"{"aws": {"accounts": {}}, "slack": {"ignore": ["\#(pattern)"]}}"#)
            #expect(found.count == 1, "\(pattern.prefix(10))")
            #expect(found.first?.hasPrefix("config.json:1:48: expected a regular expression in quotes, found ") == true)
        }
    }

    @Test("A section of the wrong kind is one problem")
    func wrongSection() {
        #expect(problems(config: #"{"aws": []}"#) == ["config.json:1:9: expected an object { … }, found a list"])
        #expect(problems(config: "[]") == ["config.json:1:1: expected an object { … }, found a list"])
    }

    @Test("All problems of all files come at once, in the order of files, lines and columns")
    func everything() {
        let found = problems(
            config: "{\"slack\": {\"enabled\": 3},\n\"aws\": {\"accounts\": {}, \"region\": 1, \"region\": 2}}",
            whitelist: "{\"cloudtrails\": {\"123456789012\": [\"x\"]",
            ticketOwners: #"{"jira_project": ["A"]}"#)
        #expect(
            found == [
                "config.json:1:23: expected true or false, found 3",
                #"config.json:2:35: expected a region such as "eu-west-1", found 1"#,
                "config.json:2:38: the key \"region\" was given already at 2:25",
                "whitelist.json:1:39: expected a comma, or } to close the { of 1:17, found the end of the file",
                "ticket_owners.json:1:18: expected text in quotes, found a list",
            ])
    }
}
