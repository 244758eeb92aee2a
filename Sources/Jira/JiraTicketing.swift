import ChatOps
import CloudTrailCore
import Networking

/// Tickets in JIRA, Cloud or Data Center: which of them it is, the server itself says.
///
/// Never makes two tickets of one identity: its hash is the ticket's label, looked for before anything is created; tasks that
/// want the same identity take turns; and a creation whose answer was lost is not repeated before JIRA's search must have
/// seen it.
public actor JiraTicketing: Ticketing {
    nonisolated let options: JiraTicketOptions
    private nonisolated let connection: JiraConnection
    private nonisolated let turns = Turns()
    let now: @Sendable () -> ContinuousClock.Instant
    var memory: CreationMemory
    private var api: JiraAPI?

    /// `server` is what people open, such as `https://example.atlassian.net` or `https://host/jira`.
    public init(
        server: String, credentials: Rotating<JiraCredentials>, transport: any HTTPTransport,
        timeout: Duration = .seconds(30),
        options: JiraTicketOptions = JiraTicketOptions()
    ) {
        let client = JiraClient(
            address: JiraAddress(server: server), credentials: credentials, transport: transport, timeout: timeout,
            patience: JiraPatience())
        self.init(JiraConnection(client: client), options: options)
    }

    init(
        _ connection: JiraConnection, options: JiraTicketOptions = JiraTicketOptions(),
        memory: CreationMemory = CreationMemory(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.connection = connection
        self.options = options
        self.memory = memory
        self.now = now
    }

    /// An existing ticket keeps the assignee it has: people may have handed it on.
    public func ensureTicket(_ draft: TicketDraft) async throws(TicketingError) -> CreatedTicket {
        try await inTurn(draft.identity) { (api) async throws(JiraFailure) in try await self.findOrCreate(draft, api) }
    }

    public func make(_ update: TicketUpdate, on key: String) async throws(TicketingError) -> TicketUpdateOutcome {
        try await inTurn(key) { (api) async throws(JiraFailure) in
            try await JiraUpdating(api: api, options: self.options).make(update, on: key)
        }
    }

    public func status(of key: String) async throws(TicketingError) -> TicketStatus? {
        do {
            guard let progress = try await connected().progress(of: key) else { return nil }
            return progress.status(declining: options.declining)
        } catch {
            throw told(error)
        }
    }

    public func link(_ key: String, to link: TicketLink) async throws(TicketingError) {
        do { try await connected().setRemoteLink(link, of: key) } catch { throw told(error) }
    }

    /// Credentials that were refused may be taken at another door once they are replaced.
    private func told(_ failure: JiraFailure) -> TicketingError {
        if failure.status == 401 { api = nil }
        return failure.ticketingError
    }

    /// One task at a time works on a ticket.
    private nonisolated func inTurn<Result: Sendable>(
        _ name: String, _ work: @Sendable (JiraAPI) async throws(JiraFailure) -> Result
    ) async throws(TicketingError) -> Result {
        await turns.take(name)
        do {
            let result = try await work(try await connected())
            await turns.end(name)
            return result
        } catch {
            await turns.end(name)
            throw await told(error)
        }
    }

    private func connected() async throws(JiraFailure) -> JiraAPI {
        if let api { return api }
        let api = try await connection.open()
        self.api = api
        memory.searchLag = api.deployment.searchLag
        return api
    }
}
