import ChatOps
import CloudTrailCore

extension ConfigurationFiles {
    /// Everything that is wrong or doubtful in the three files, and what they say where they can be used.
    public static func checks(directory: String) -> (checks: [Check], files: LoadedFiles?) {
        do throws(ConfigurationError) {
            let files = try load(directory: directory)
            let notes = files.notes.map(doubt)
            let all =
                "\(files.configuration.accounts.count) accounts, \(files.whitelist.entries.count) whitelist entries"
            let fine = files.configuration.discovery == nil ? all : "the organization's accounts"
            return ([Check("files", directory, .good, "all three can be read: \(fine)")] + notes + owners(files), files)
        } catch {
            let checks = error.problems.map { problem in
                Check(
                    "files", problem.position.map { "\(problem.file):\($0)" } ?? problem.file, .bad, problem.message,
                    remedy: "Correct it there: the bot does not start with it.")
            }
            return (checks, nil)
        }
    }

    /// Notes begin with their place: `config.json:3:16: …`.
    private static func doubt(_ note: String) -> Check {
        let parts = note.split(separator: ": ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return Check("files", "note", .doubtful, note) }
        return Check(
            "files", parts[0], .doubtful, parts[1],
            remedy: "Correct the key or take it out; the reference: config/README.md.")
    }

    private static func owners(_ files: LoadedFiles) -> [Check] {
        let configuration = files.configuration
        guard configuration.cloudtrails.isReporting, configuration.slack.isEnabled else {
            return [
                Check(
                    "files", "owners", .doubtful,
                    "nobody is told without asking: `cloudtrails.reporting` or `slack.enabled` is off",
                    remedy: "Set both to true in config.json, unless that is meant.")
            ]
        }
        // The organization's accounts are not known here; a global owner has them all.
        let accounts = configuration.accounts
        let orphans = accounts.filter {
            files.ticketOwners.ownership(
                of: $0, includingDefault: configuration.slack.notifiesDefaultOwner
            ).slackOwners.isEmpty
        }
        let ownsAll = !files.ticketOwners.global.slackOwners.isEmpty
        if orphans.isEmpty, ownsAll || configuration.discovery == nil {
            return [Check("files", "owners", .good, "every account has one")]
        }
        let names =
            orphans.isEmpty
            ? "accounts of the organization may have none"
            : "\(orphans.count) of \(accounts.count) accounts have none: "
                + orphans.prefix(10).map(\.title).joined(separator: ", ") + (orphans.count > 10 ? " …" : "")
        return [
            Check(
                "files", "owners", .doubtful, names,
                remedy: "Name a `slack_owner` in ticket_owners.json for them, or one at its top level for all.")
        ]
    }
}
