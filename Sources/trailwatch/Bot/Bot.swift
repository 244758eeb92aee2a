import ChatOps
import Health
import LWSTransport
import Logging
import ServiceLifecycle
import Slack

/// The bot, put together from its rooms.
struct Bot {
    private let services: [any Service]
    private let slack: SlackLine

    init(
        _ context: BotContext, webSocket: LWSTransport, health: HealthService?,
        examine: @escaping @Sendable () async -> [Check]
    ) throws {
        if context.time.speed != 1 {
            context.log.notice("Time passes \(context.time.speed) times as fast, as the sandbox asks.")
        }
        let slack = try SlackLine(context, webSocket)
        let tickets = try TicketLine(context)
        let desks = Desks(context, slack, tickets, examine: examine)
        let signs = try SignsOfLife(context, slack)
        let clockwork = Clockwork(context, slack, desks)
        services =
            clockwork.services(tickets.jira, and: signs.beating) + (health.map { [signs.served(by: $0)] } ?? [])
            + desks.services + slack.services + Self.upkeep(context, slack, tickets)
        self.slack = slack
    }

    /// Says something to the operators, where they can be reached.
    func tell(_ sentence: String) async { await slack.tell(sentence) }

    /// Works until it is told to stop, or `reload` ends.
    func run(_ log: Logger, with reload: ReloadService, under signals: Signals) async throws {
        var configuration = ServiceGroupConfiguration(
            services: (services + [reload]).map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, logger: log)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        do {
            try await signals.run(ServiceGroup(configuration: configuration))
        } catch let error as SocketModeError {
            throw StartFailure(error.description)
        } catch let error as MessengerError {
            throw StartFailure(error.message)
        } catch let error as HealthServer.Failure {
            throw StartFailure(error.description)
        }
    }

    /// What keeps the bot itself in order.
    private static func upkeep(_ context: BotContext, _ slack: SlackLine, _ tickets: TicketLine) -> [Background] {
        let accounts = AccountWatch(
            playbook: context.playbook, messenger: slack.messenger, log: context.log("accounts"))
        return [
            Background("accounts") { await accounts.run(clock: context.time.clock) },
            Background("secrets") {
                await LiveSecrets.keepFresh([slack.refreshTokens, tickets.refreshCredentials])
            },
            Background("credentials") {
                do throws(StartFailure) { try await context.estate.checkCredentials() } catch {
                    context.log.error(
                        "AWS cannot be asked yet, so every scan will say unknown.",
                        metadata: ["reason": "\(error.message)"])
                }
            },
            Background("code pages") { await CodePages.keepFew() },
        ]
    }
}
