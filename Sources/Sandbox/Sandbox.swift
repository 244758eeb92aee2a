import Networking

/// A workspace, an AWS estate and a JIRA on free loopback ports, without a bot.
public final class Sandbox: Sendable {
    public let scenario: Scenario
    public let workspace: Workspace
    public let estate: AWSEstate
    public let jira: JiraDesk
    /// The value of SLACK_API_URL.
    public let slackURL: String
    /// The value of AWS_ENDPOINT_URL.
    public let awsURL: String
    /// `jira.server` of config.json.
    public let jiraURL: String
    public let time: SandboxTime
    private let servers: [LoopbackServer]

    /// Returns once all three listen.
    public init(
        _ scenario: Scenario, timings: WorkspaceTimings = WorkspaceTimings(), pageLimit: Int = 1000,
        time: SandboxTime = SandboxTime()
    ) async throws {
        let workspace = Workspace(
            identity: Identity(teamName: scenario.team), members: scenario.members, channels: scenario.places,
            timings: timings, pageLimit: pageLimit, time: time)
        let estate = try AWSEstate(scenario.aws, time: time)
        let jira = JiraDesk(scenario.jira, people: scenario.members)
        let slackServer = try await LoopbackServer { await workspace.serve($0) }
        let awsServer = try await LoopbackServer { await estate.serve($0) }
        let jiraServer = try await LoopbackServer { await jira.serve($0) }
        await workspace.listen(on: slackServer.port)
        await jira.listen(on: jiraServer.port)
        (self.scenario, self.workspace, self.estate, self.jira, self.time) = (scenario, workspace, estate, jira, time)
        slackURL = await workspace.apiURL
        awsURL = "http://127.0.0.1:\(awsServer.port)"
        jiraURL = await jira.url
        servers = [slackServer, awsServer, jiraServer]
    }

    /// Closes every port and connection.
    public func stop() async {
        await workspace.stop()
        estate.stop()
        for server in servers { await server.stop() }
    }

    /// Lends a sandbox to a closure and stops it afterwards, whatever happens.
    public static func run<Result: Sendable>(
        _ scenario: Scenario, timings: WorkspaceTimings = WorkspaceTimings(), pageLimit: Int = 1000,
        time: SandboxTime = SandboxTime(), _ body: (Sandbox) async throws -> Result
    ) async throws -> Result {
        let sandbox = try await Sandbox(scenario, timings: timings, pageLimit: pageLimit, time: time)
        do {
            let result = try await body(sandbox)
            await sandbox.stop()
            return result
        } catch {
            await sandbox.stop()
            throw error
        }
    }
}

extension Workspace {
    /// No timer runs and no connection is open after this.
    func stop() {
        timetable.cancelAll()
        dropConnections()
    }

    /// The next message that matches, new or edited, awaited if need be; nil when none came in time. `since` is a
    /// `journal.mark` taken before the deed.
    public nonisolated func nextMessage(
        since mark: Int = 0, in channel: String? = nil, within limit: Duration = .seconds(20),
        where matches: @escaping @Sendable (PostedMessage) -> Bool = { _ in true }
    ) async throws -> PostedMessage? {
        let bot = identity.bot.id
        return try await journal.first(since: mark, within: limit) { occurrence in
            switch occurrence {
            case .posted(let message), .edited(let message):
                let fits = message.author == bot && (channel ?? message.channel) == message.channel
                return fits && matches(message) ? message : nil
            default: return nil
            }
        }
    }

    /// Returns true once the app is connected; false when that took longer than `limit`.
    public nonisolated func connected(within limit: Duration) async throws -> Bool {
        try await journal.first(within: limit) { if case .connected = $0 { true } else { nil } } ?? false
    }
}
