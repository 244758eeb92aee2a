import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import FoundationEssentials
import Glibc
import Jira
import Networking
import Slack

/// Puts together what looks at each part, from the same files and environment as the bot.
struct Doctor: Sendable {
    enum Area: String, CaseIterable, Sendable {
        case files, slack, aws, store, jira
    }

    private let directory: String
    private let environment: ProcessEnvironment
    private let trial: SlackCheckup.Trial

    init(directory: String, environment: ProcessEnvironment, trial: SlackCheckup.Trial = .none) {
        self.directory = directory
        self.environment = environment
        self.trial = trial
    }

    /// The checks of these areas, in their order; of all without any.
    func examine(_ areas: Set<Area>) async -> [Check] {
        let wanted = areas.isEmpty ? Set(Area.allCases) : areas
        let (fileChecks, files) = ConfigurationFiles.checks(directory: directory)
        var checks = wanted.contains(.files) || files == nil ? fileChecks : []
        guard let files else {
            let rest = Area.allCases.filter { $0 != .files && wanted.contains($0) }
            return checks + rest.map { Check($0.rawValue, "all", .skipped, "without the files it cannot be looked at") }
        }
        if wanted == [.files] { return checks }
        do throws(StartFailure) {
            let estate = try Self.opened { try Estate(files: files, environment: environment) }
            defer { estate.http.shutdown() }
            return checks + (await examine(wanted, files, estate))
        } catch {
            let remedy = "Correct the environment or AWS's shared files."
            checks.append(Check("aws", "settings", .bad, error.message, remedy: remedy))
        }
        return checks + (await examine(withoutAWS: wanted, files))
    }

    private static func opened<Value>(_ body: () throws -> Value) throws(StartFailure) -> Value {
        do { return try body() } catch { throw (error as? StartFailure) ?? StartFailure("\(error)") }
    }

    private func examine(_ wanted: Set<Area>, _ files: LoadedFiles, _ estate: Estate) async -> [Check] {
        let (complete, lost) = await secrets(files, estate)
        var parts: [Checkup.Part] = []
        for area in Area.allCases where wanted.contains(area) {
            switch area {
            case .files: continue
            case .slack: parts.append(.init("slack") { await slack(files, estate.http, complete) })
            case .aws: parts.append(.init("aws") { await AWSCheckup(estate, files.configuration).checks() })
            case .store: parts.append(.init("store") { await store(files, estate.access) })
            case .jira: parts.append(.init("jira") { await jira(files, estate.http, estate.playbook, complete) })
            }
        }
        let needsSecrets = !wanted.isDisjoint(with: [.slack, .jira])
        return (needsSecrets ? lost : []) + (await Checkup(parts).run())
    }

    /// What does not need AWS is looked at all the same.
    private func examine(withoutAWS wanted: Set<Area>, _ files: LoadedFiles) async -> [Check] {
        guard let http = try? AWSConnection.transport(environment) else { return [] }
        defer { http.shutdown() }
        let playbook = Playbook(files, AccountListFile(environment))
        var checks: [Check] = []
        if wanted.contains(.slack) { checks += await slack(files, http, environment) }
        if wanted.contains(.store) { checks += await store(files, nil) }
        if wanted.contains(.jira) { checks += await jira(files, http, playbook, environment) }
        return checks
    }

    /// The environment with the secrets that AWS keeps; without them where they cannot be had.
    private func secrets(_ files: LoadedFiles, _ estate: Estate) async -> (ProcessEnvironment, [Check]) {
        do throws(StartFailure) {
            return (try await SecretLookup(estate.access, files.configuration).complete(environment), [])
        } catch {
            let remedy = "Correct the ARN or the table, and allow the bot to read it: manifests/aws/bot-policy.yaml."
            return (environment, [Check("secrets", "AWS", .bad, error.message, remedy: remedy)])
        }
    }

    private func slack(_ files: LoadedFiles, _ http: CurlTransport, _ environment: ProcessEnvironment) async -> [Check]
    {
        do throws(StartFailure) {
            let checkup = SlackCheckup(
                appToken: try environment.requiredSecret(
                    "SLACK_APP_TOKEN", "the app-level token (xapp-…) that opens Socket Mode"),
                botToken: try environment.requiredSecret(
                    "SLACK_BOT_TOKEN", "the bot token (xoxb-…) that posts messages"),
                http: http, apiURL: environment["SLACK_API_URL"] ?? WebAPIClient.slackURL)
            return await checkup.checks(recipients: Self.recipients(files), trial: trial)
        } catch {
            let remedy = "README, Set it up: create the app from manifests/slack-app.json and set both tokens."
            return [Check("slack", "tokens", .bad, error.message, remedy: remedy)]
        }
    }

    /// Everybody the files name, once.
    static func recipients(_ files: LoadedFiles) -> [String] {
        let owners = files.ticketOwners
        let units = owners.businessUnits.values.flatMap { [$0.level] + $0.products.values }
        let named = ([owners.global] + owners.accounts.values + units).flatMap(\.slackOwners)
        var seen: Set<String> = []
        return ([files.configuration.slack.defaultChannel].compactMap { $0 } + named.sorted()).filter {
            seen.insert($0.lowercased()).inserted
        }
    }

    private func store(_ files: LoadedFiles, _ access: AWSAccess?) async -> [Check] {
        let state = StateStore(files.configuration, environment)
        if !state.isThere { return [placeForDatabase] }
        do throws(StoreError) {
            guard let open = try await state.open(access) else {
                return [Check("store", "tables", .skipped, "without AWS they cannot be looked at")]
            }
            let shape = Check("store", "shape", .good, "\(files.configuration.store.engine.rawValue), as it should be")
            return [shape] + (await StoreCheckup(store: open, now: { Date() }).checks())
        } catch {
            let remedy = "`trailwatch store create` makes DynamoDB's tables; a SQLite file belongs to the bot's user."
            return [Check("store", "shape", .bad, error.message, remedy: remedy)]
        }
    }

    /// Whether the bot could make one; a database that the doctor made would be the doctor's.
    private var placeForDatabase: Check {
        let wanted = environment.stateDirectory
        var folder = wanted
        while !FileManager.default.fileExists(atPath: folder) {
            let parent = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? "."
            folder = parent.isEmpty ? "/" : parent
        }
        var isDirectory = false
        _ = FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory)
        guard isDirectory else { return noPlace("\(folder) is no directory") }
        guard access(folder, W_OK) == 0 else {
            return noPlace("\(folder) may not be written to: \(String(cString: strerror(errno)))")
        }
        return Check("store", "database", .good, "there is none yet; the bot makes it in \(wanted)")
    }

    private func noPlace(_ found: String) -> Check {
        Check(
            "store", "database", .bad, found,
            remedy: "Give the directory to the bot's user, or name another in TRAILWATCH_STATE_DIR.")
    }

    private func jira(
        _ files: LoadedFiles, _ http: CurlTransport, _ playbook: Playbook, _ environment: ProcessEnvironment
    ) async -> [Check] {
        let settings = files.configuration.jira
        guard settings.isEnabled, let server = settings.server else {
            return [Check("jira", "all", .skipped, "jira.enabled is off")]
        }
        do throws(StartFailure) {
            let checkup = JiraCheckup(
                server: server, credentials: try JiraCredentials(environment), transport: http,
                options: JiraTicketOptions(settings), issueType: settings.issueType)
            let accounts = playbook.accounts
            let levels =
                accounts.isEmpty ? [files.ticketOwners.global] : accounts.map { playbook.ownership(of: $0.id) }
            return await checkup.checks(owners: levels)
        } catch {
            return [Check("jira", "credentials", .bad, error.message, remedy: "Set the variables that it names.")]
        }
    }
}
