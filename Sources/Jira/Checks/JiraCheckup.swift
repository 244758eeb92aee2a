import ChatOps
import CloudTrailCore
import Networking

/// Looks at all that can be wrong between the bot and JIRA, without making a ticket.
public struct JiraCheckup: Sendable {
    private let connection: JiraConnection
    private let options: JiraTicketOptions
    private let issueType: String

    public init(
        server: String, credentials: JiraCredentials, transport: any HTTPTransport, options: JiraTicketOptions,
        issueType: String
    ) {
        let client = JiraClient(
            address: JiraAddress(server: server), credentials: Rotating(credentials), transport: transport,
            timeout: .seconds(30),
            patience: JiraPatience())
        self.init(JiraConnection(client: client), options: options, issueType: issueType)
    }

    init(_ connection: JiraConnection, options: JiraTicketOptions, issueType: String) {
        self.connection = connection
        self.options = options
        self.issueType = issueType
    }

    /// - Parameter owners: all levels of ownership there are, as accounts resolve to them.
    public func checks(owners: [TicketOwners.Level]) async -> [Check] {
        let api: JiraAPI
        do throws(JiraFailure) {
            api = try await connection.open()
        } catch {
            return [
                Check(
                    "jira", "connection", .bad, error.message,
                    remedy: "Check jira.server, the JIRA_… variables, and the way there (HTTPS_PROXY, SSL_CERT_FILE).")
            ]
        }
        let flavour = api.deployment == .cloud ? "Cloud" : "Data Center or Server"
        var checks = [Check("jira", "connection", .good, "JIRA \(flavour) takes the credentials")]
        let projects = Set(owners.compactMap(\.jiraProject)).sorted()
        if projects.isEmpty {
            checks.append(
                Check(
                    "jira", "projects", .bad, "no `jira_project` is named, so no ticket can be opened",
                    remedy: "Name one in ticket_owners.json, at its top level for all accounts."))
        }
        for project in projects {
            let levels = owners.filter { $0.jiraProject == project }
            checks += await check(project, levels, api)
        }
        return checks
    }

    private func check(_ project: String, _ levels: [TicketOwners.Level], _ api: JiraAPI) async -> [Check] {
        var checks: [Check] = []
        do throws(JiraFailure) {
            let hasParent = levels.contains { $0.jiraParentTicket != nil }
            let screen = try await api.createScreen(
                project: project, type: issueType, asSubtask: hasParent && options.parentage == .subtask)
            checks += fields(of: screen, project)
        } catch {
            let remedy =
                "Correct `jira_project` in ticket_owners.json or `jira.issue_type` in config.json, or give the bot's account the permission."
            return [Check("jira", project, .bad, error.message, remedy: remedy)]
        }
        for person in Set(levels.compactMap(\.jiraOwner)).sorted() {
            checks.append(await assignee(person, project, api))
        }
        for parent in Set(levels.compactMap(\.jiraParentTicket)).sorted() {
            checks += await self.parent(parent, project, api)
        }
        return checks
    }

    /// What the bot never fills, and JIRA insists on.
    private func fields(of screen: JiraCreateScreen, _ project: String) -> [Check] {
        guard let fields = screen.fields else {
            return [
                Check("jira", project, .good, "there are tickets of the type \(issueType)"),
                Check("jira", "\(project) fields", .skipped, "this JIRA does not tell which fields it insists on"),
            ]
        }
        var filled: Set = ["project", "issuetype", "summary", "description", "labels", "reporter", "parent"]
        if !options.components.isEmpty { filled.insert("components") }
        if !options.priorities.isEmpty { filled.insert("priority") }
        let custom = options.customFields.keys.map { (name: $0, id: screen.id(of: $0)) }
        filled.formUnion(custom.map(\.id))
        let missing = fields.filter { $0.isRequired && !$0.hasDefault && !filled.contains($0.id) }
        var checks: [Check] = []
        if !missing.isEmpty {
            let names = missing.map { screen.name(of: $0.id) }.sorted().joined(separator: ", ")
            checks.append(
                Check(
                    "jira", "\(project) fields", .bad, "JIRA insists on fields that nobody fills: \(names)",
                    remedy:
                        "Give them values in jira.custom_fields (or jira.components, jira.priorities) of config.json."))
        }
        let absent = custom.filter { !screen.mayHave($0.id) }.map(\.name).sorted()
        if !absent.isEmpty {
            checks.append(
                Check(
                    "jira", "\(project) fields", .doubtful,
                    "not on the create screen, and so left out: \(absent.joined(separator: ", "))",
                    remedy: "Put them on the screen in JIRA, or take them out of jira.custom_fields."))
        }
        return checks.isEmpty ? [Check("jira", project, .good, "tickets of the type \(issueType) can be made")] : checks
    }

    private func assignee(_ person: String, _ project: String, _ api: JiraAPI) async -> Check {
        let name = "\(project) assignee"
        let remedy = "Name somebody in `jira_owner` who may be assigned in \(project), by e-mail address or id."
        do throws(JiraFailure) {
            let found = try await api.assignable(person, in: project)
            switch JiraPersonMatch(person, among: found, in: api.deployment) {
            case .person: return Check("jira", name, .good, "\(person) may be assigned")
            case .nobody: return Check("jira", name, .bad, "nobody called \(person) may be assigned", remedy: remedy)
            case .several: return Check("jira", name, .bad, "several people are called \(person)", remedy: remedy)
            }
        } catch {
            return Check("jira", name, .bad, error.message, remedy: remedy)
        }
    }

    /// The parent, and with it how tickets of the project end: a new ticket shows its transitions only once it is made.
    private func parent(_ key: String, _ project: String, _ api: JiraAPI) async -> [Check] {
        do throws(JiraFailure) {
            guard let progress = try await api.progress(of: key) else {
                return [
                    Check(
                        "jira", "\(key) parent", .bad, "JIRA has no ticket \(key), or the bot's account may not see it",
                        remedy: "Correct `jira_parent_ticket` in ticket_owners.json.")
                ]
            }
            return [
                Check("jira", "\(key) parent", .good, "it is there, \(progress.status)"),
                try await transitions(of: progress, api),
            ]
        } catch {
            return [Check("jira", "\(key) parent", .bad, error.message, remedy: "Check the bot account's permissions.")]
        }
    }

    private func transitions(of ticket: JiraProgress, _ api: JiraAPI) async throws(JiraFailure) -> Check {
        let standing: TicketUpdate.Standing = ticket.isDone ? .open : .done
        let offered =
            try await api.send(
                .get("issue", ticket.key, "transitions", query: [("expand", "transitions.fields")]))["transitions"]?
            .array ?? []
        let chosen = JiraTransition(to: standing, among: offered, options: options, assignee: nil)
        let act = standing == .done ? "closed" : "reopened"
        if let chosen, let name = offered.first(where: { $0["id"]?.string == chosen.id })?["name"]?.string {
            return Check("jira", "\(ticket.key) transitions", .good, "it could be \(act) by `\(name)`")
        }
        return Check(
            "jira", "\(ticket.key) transitions", .doubtful, "no transition that the bot may make has it \(act)",
            remedy: "Name one in jira.close_transition and jira.reopen_transition, or give the account the permission.")
    }
}
