import ChatOps
import CloudTrailCore
import Networking

/// Tickets in JIRA, Cloud or Data Center: which of them it is, the server itself says.
///
/// Never makes two tickets of one identity: it is the ticket's label, looked for before anything is created; tasks that
/// want the same identity take turns; and a creation whose answer was lost is not repeated before JIRA's search must have
/// seen it.
public actor JiraTicketing: Ticketing {
    private let client: JiraClient
    private let textLimit: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let turns = Turns()
    private var memory: CreationMemory
    private var api: JiraAPI?

    /// `server` is what people open, such as `https://example.atlassian.net` or `https://host/jira`; `api` is the base of
    /// the API where that differs (scoped Cloud tokens). `textLimit` is JIRA's own (`jira.text.field.character.limit`).
    public init(
        server: String, api: String? = nil, credentials: JiraCredentials, transport: any HTTPTransport,
        timeout: Duration = .seconds(30), textLimit: Int = 32_767
    ) {
        self.init(
            client: JiraClient(
                address: JiraAddress(server: server, api: api), credentials: credentials, transport: transport,
                timeout: timeout, patience: JiraPatience()),
            textLimit: textLimit)
    }

    init(
        client: JiraClient, textLimit: Int = 32_767, memory: CreationMemory = CreationMemory(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.client = client
        self.textLimit = textLimit
        self.memory = memory
        self.now = now
    }

    /// An existing ticket keeps the assignee it has: people may have handed it on.
    public func ensureTicket(_ draft: TicketDraft) async throws(TicketingError) -> CreatedTicket {
        await turns.take(draft.identity)
        do {
            let created = try await findOrCreate(draft)
            await turns.end(draft.identity)
            return created
        } catch {
            await turns.end(draft.identity)
            throw error.ticketingError
        }
    }

    private func findOrCreate(_ draft: TicketDraft) async throws(JiraFailure) -> CreatedTicket {
        let api = try await connected()
        if let ticket = try await existing(draft.identity, api) {
            return await finish(ticket, draft, api, keepsAssignee: ticket.assigneeID != nil)
        }
        guard !memory.isUncertain(draft.identity, at: now()) else { throw .uncertainCreation }
        let (key, warnings) = try await create(draft, api)
        // The ticket is there now: nothing that fails from here on may be an error.
        let ticket = (try? await api.ticket(key)) ?? JiraTicketState(key: key)
        var created = await finish(ticket, draft, api, keepsAssignee: false)
        created.warnings = warnings + created.warnings
        return created
    }

    private func connected() async throws(JiraFailure) -> JiraAPI {
        if let api { return api }
        let info = try await client.send(.get("serverInfo"), version: 2)
        guard info["version"]?.string != nil || info["deploymentType"]?.string != nil else { throw .unreadable(200) }
        let api = JiraAPI(client: client, deployment: JiraDeployment(serverInfo: info))
        self.api = api
        return api
    }

    /// The ticket remembered or labelled; a deleted one may still be remembered and found.
    private func existing(_ identity: String, _ api: JiraAPI) async throws(JiraFailure) -> JiraTicketState? {
        if let key = memory.key(for: identity) {
            if let ticket = try await api.ticket(key) { return ticket }
            memory.forget(identity)
        }
        for key in try await api.keys(labelled: identity) {
            if let ticket = try await api.ticket(key) { return ticket }
        }
        return nil
    }

    private func create(_ draft: TicketDraft, _ api: JiraAPI) async throws(JiraFailure) -> (String, [String]) {
        let screen = try await api.createScreen(project: draft.project, type: draft.issueType)
        let description = JiraDescription(draft.description, for: api.deployment, limit: textLimit)
        var fields = JiraTicketFields(draft, screen: screen, description: description.value)
        let key: String
        do {
            key = try await create(fields, draft.identity, api)
        } catch let error where error.status == 400 {
            guard fields.leaveOut(error.answer.fields.keys) else { throw error }
            key = try await create(fields, draft.identity, api)
        }
        var warnings: [String] = []
        if !fields.leftOut.isEmpty {
            let names = fields.leftOut.joined(separator: ", ")
            warnings.append(
                "JIRA does not take these fields for a \(draft.issueType) in \(draft.project), so they are missing: \(names)."
            )
        }
        if description.isCut { warnings.append("The description was longer than JIRA takes and is cut.") }
        return (key, warnings)
    }

    /// Creates once; when the answer is lost, one look for the label tells whether there is a ticket already.
    private func create(
        _ fields: JiraTicketFields, _ identity: String, _ api: JiraAPI
    ) async throws(JiraFailure) -> String {
        do {
            let key = try await api.create(fields)
            memory.created(key, for: identity, at: now())
            return key
        } catch let error where error.mayHaveBeenDone {
            memory.lostAnswer(for: identity, at: now())
            guard let key = try? await api.keys(labelled: identity).first else { throw error }
            memory.created(key, for: identity, at: now())
            return key
        }
    }

    private func finish(
        _ ticket: JiraTicketState, _ draft: TicketDraft, _ api: JiraAPI, keepsAssignee: Bool
    ) async -> CreatedTicket {
        var assigneeID = ticket.assigneeID
        var warnings: [String] = []
        if let wanted = draft.assignee, !keepsAssignee {
            switch await api.assign(ticket, toPersonCalled: wanted, project: draft.project) {
            case .done(let id): assigneeID = id
            case .failed(let warning): warnings.append(warning)
            }
        }
        if let parent = draft.parent { warnings += await api.link(ticket, toParent: parent) }
        let url = client.address.link(to: ticket.key)
        return CreatedTicket(ticket: Ticket(key: ticket.key, url: url, assigneeID: assigneeID), warnings: warnings)
    }
}

extension JiraFailure {
    fileprivate static let uncertainCreation = JiraFailure(
        code: .unavailable,
        message:
            "JIRA has not said whether it created the ticket, and its search needs minutes to show one: try again later"
    )
}
