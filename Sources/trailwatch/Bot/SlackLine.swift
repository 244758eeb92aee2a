import ChatOps
import ConfigurationFiles
import LWSTransport
import Logging
import Networking
import Slack

/// The way to Slack: its tokens, its Web API and its connections.
struct SlackLine: Sendable {
    let messenger: SlackMessenger
    let clearances: Clearances
    let socket: SocketModeClient
    private let appToken: Rotating<Secret>
    private let botToken: Rotating<Secret>
    private let context: BotContext

    init(_ context: BotContext, _ webSocket: LWSTransport) throws(StartFailure) {
        self.context = context
        let (secrets, environment) = (context.secrets, context.environment)
        appToken = try secrets.rotating(.slackApp, environment) { (environment) throws(StartFailure) in
            try environment.requiredSecret("SLACK_APP_TOKEN", "the app-level token (xapp-…) that opens Socket Mode")
        }
        botToken = try secrets.rotating(.slackBot, environment) { (environment) throws(StartFailure) in
            try environment.requiredSecret("SLACK_BOT_TOKEN", "the bot token (xoxb-…) that posts messages")
        }
        let apiURL = environment["SLACK_API_URL"] ?? WebAPIClient.slackURL
        let (http, playbook) = (context.estate.http, context.playbook)
        messenger = SlackMessenger(botToken: botToken, http: http, apiURL: apiURL, log: context.log("slack.web"))
        clearances = Clearances(
            permissions: Permissions(
                roles: playbook.roles, directory: messenger, helpChannel: playbook.operatorsChannel),
            directory: messenger, now: context.now)
        var policy = ConnectionPolicy()
        policy.connections = context.configuration.slack.connections
        socket = SocketModeClient(
            appToken: appToken, http: http, webSocket: webSocket, apiURL: apiURL,
            assistant: FormDesk(playbook: playbook, mayLook: clearances.mayLook, now: context.now), policy: policy,
            log: context.log("slack.socket"))
    }

    /// After those of the desks, which end when the connections do: what is last here is shut down first.
    var services: [Background] {
        [
            Background("clearances") { await clearances.run() },
            Background("log channels") {
                await LogChannels.shared.run(
                    LogRouting(context.configuration.slack), messenger: messenger, now: context.now,
                    log: context.log("log.channels"), clock: context.time.clock)
            },
            Background("workspace", ending: .byItself) { await messenger.follow(socket.changes) },
            Background("slack") { try await socket.run() },
            Background("access") { try await watchAccess() },
        ]
    }

    func refreshTokens() async {
        await appToken.refresh()
        await botToken.refresh()
    }

    /// Says something to the operators, where they can be reached.
    func tell(_ sentence: String) async {
        guard let operators = context.playbook.operatorsChannel else { return }
        do throws(MessengerError) {
            _ = try await messenger.post(Message.text("\(sentence)"), to: operators)
        } catch {
            context.log.warning("The operators were not told.", metadata: ["reason": "\(error.message)"])
        }
    }

    /// Throws when Slack refuses the bot for good.
    private func watchAccess() async throws(MessengerError) {
        do throws(MessengerError) { _ = try await messenger.identity() } catch {
            guard error.code != .unauthorized else { throw error }
            context.log.warning("Slack did not say who the bot is.", metadata: ["reason": "\(error.message)"])
        }
        try await messenger.watchAccess()
    }
}
