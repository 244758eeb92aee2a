import ChatOps
import CloudTrailCore
import Scheduling

/// Reads config.json, section by section.
struct ConfigurationReader {
    var values = ValueReader(file: "config.json")
    var zone = Zone.utc

    mutating func read(_ root: Node) -> Configuration {
        guard let file = values.section(root, named: "") else { return Configuration() }
        readTimeZone(file["time_zone"])
        let aws = values.section(file["aws"], named: "aws")
        let cloudtrails = values.section(file["cloudtrails"], named: "cloudtrails")
        var configuration = Configuration(
            aws: aws.map { readAWS($0) } ?? AWSSettings(),
            cloudtrails: cloudtrails.map { readCloudTrails($0) } ?? CloudTrailSettings(),
            slack: values.section(file["slack"], named: "slack").map { readSlack($0) } ?? SlackSettings(),
            jira: values.section(file["jira"], named: "jira").map { readJira($0) } ?? JiraSettings(),
            roles: values.section(file["roles"], named: "roles").map { readRoles($0) },
            businessUnits: values.list(file["bu_list"], of: "business units", each: "a business unit in quotes") ?? [],
            credentialsTable: values.section(file["credentials"], named: "credentials").flatMap { readCredentials($0) },
            store: values.section(file["store"], named: "store").map { readStore($0) } ?? StoreSettings(),
            logs: values.section(file["cloudwatch_logs"], named: "cloudwatch_logs").map { readLogs($0) }
                ?? LogSettings(),
            heartbeat: values.section(file["heartbeat"], named: "heartbeat").map { readHeartbeat($0) }
                ?? HeartbeatSettings(),
            whitelistingProcedureURL: values.webAddress(file["whitelisting_procedure_url"]),
            cronjobs: values.section(file["cronjobs"], named: "cronjobs").map { readCronjobs($0) } ?? CronjobSettings(),
            timeZone: zone,
            escalation: values.section(file["reminders"], named: "reminders").map { readReminders($0) } ?? Escalation(),
            quiet: values.section(file["quiet_hours"], named: "quiet_hours").flatMap { readQuietHours($0) },
            digests: values.section(file["digest"], named: "digest").map { readDigests($0) } ?? DigestPlan())
        configuration.report = values.section(file["csv"], named: "csv").flatMap {
            readReport($0, defaultChannel: configuration.slack.defaultChannel)
        }
        let isMistyped = aws == nil && file["aws"]?.isUnset == false
        if !isMistyped { checkAccounts(configuration, aws: aws, cloudtrails: cloudtrails, file: file) }
        noteUnread(in: file)
        return configuration
    }

    private mutating func readCredentials(_ section: Section) -> String? {
        values.noteUnread(in: section, known: ["ddb.table_name"])
        return values.text(section["ddb.table_name"])
    }

    private mutating func readRoles(_ section: Section) -> RoleAssignments {
        var members: [Role: [String]] = [:]
        for member in section.members {
            if let role = Role(rawValue: member.key) {
                let list = values.list(
                    member.node, of: "people", each: "an e-mail, an id, a user group or a channel in quotes")
                members[role] = list ?? []
                for entry in list ?? [] where !RoleAssignments.Grantee(entry).canMatch {
                    values.note(
                        "\(entry.quotedBriefly()) gives nobody the role: anybody can choose a name, so people are meant by e-mail or id, user groups by @name, channels by #name",
                        at: member.keyPosition)
                }
            } else {
                let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
                let found = member.key.quotedBriefly()
                values.report("expected one of the roles \(roles), found \(found)", at: member.keyPosition)
            }
        }
        return RoleAssignments(members)
    }

    /// What only the sections together can tell.
    private mutating func checkAccounts(
        _ configuration: Configuration, aws: Section?, cloudtrails: Section?, file: Section
    ) {
        let position = aws?.position ?? file.position
        if aws?["accounts"]?.isUnset != false, cloudtrails?["accounts"]?.isUnset != false {
            let expected = "expected `aws.accounts`, an object of account ids and their names, or \"organization\""
            values.report("there are no accounts to scan: \(expected)", at: position)
        } else if configuration.accounts.isEmpty, configuration.discovery == nil {
            values.note("no account is left to scan: nothing will be scanned", at: position)
        }
        let other = configuration.accounts.first { $0.id != configuration.aws.mainAccountID }
        let role = aws?["role_name_identification"]
        let place = configuration.discovery == nil ? other?.id.rawValue : "the organization's accounts"
        if let place, role?.isUnset != false {
            values.report(
                "expected `aws.role_name_identification`, the role to assume in \(place), found none",
                at: role?.position ?? position)
        }
    }

    /// Sections of Hammer's other checks are passed over in silence.
    private mutating func noteUnread(in file: Section) {
        let read = [
            "aws", "cloudtrails", "slack", "jira", "roles", "credentials", "store", "heartbeat", "cloudwatch_logs",
            "bu_list", "whitelisting_procedure_url", "cronjobs", "time_zone", "reminders", "quiet_hours", "digest",
            "csv",
        ]
        for member in file.members where !read.contains(member.key) {
            if let meant = read.first(where: { $0.looksLike(member.key) }) {
                let shown = member.key.shortened()
                values.note("`\(shown)` is ignored: did you mean `\(meant)`?", at: member.keyPosition)
            }
        }
    }
}

extension String {
    /// Whether two keys differ only in case, punctuation and a plural.
    fileprivate func looksLike(_ other: String) -> Bool { skeleton == other.skeleton }

    private var skeleton: String {
        let letters = lowercased().filter(\.isLetter)
        return letters.last == "s" ? String(letters.dropLast()) : letters
    }
}
