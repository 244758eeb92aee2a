import ChatOps
import ConfigurationFiles
import FoundationEssentials
import Slack

/// Whether the bot does its work, for those who watch it.
struct SignsOfLife: Sendable {
    private let vitals: VitalSigns
    private let heartbeat: Heartbeat
    private let checks: @Sendable () async -> [Check]
    private let slack: SlackLine
    private let context: BotContext

    init(_ context: BotContext, _ slack: SlackLine) throws(StartFailure) {
        let now = context.now
        // DynamoDB's answers cost money.
        let vitals = VitalSigns(
            store: context.store, interval: .seconds(context.store is any LeaseStore ? 60 : 5), now: now)
        let readiness = Readiness(schedule: context.playbook.scanSchedule, runningSince: now())
        checks = {
            readiness.checks(connections: slack.socket.openConnections, vitals: await vitals.read(), at: now())
        }
        let settings = context.configuration.heartbeat
        heartbeat = Heartbeat(
            channel: settings.channel, ping: try HeartbeatPing(context.environment, context.estate.http)?.send,
            interval: settings.interval, messenger: slack.messenger, checks: checks, now: now,
            log: context.log("heartbeat"))
        self.vitals = vitals
        self.slack = slack
        self.context = context
    }

    /// One replica's is enough.
    var beating: Background { Background("heartbeat") { await heartbeat.run(clock: context.time.clock) } }

    func served(by health: HealthService) -> Background {
        Background("health") {
            try await health.run(
                vitals: vitals, checks: checks, connections: { slack.socket.openConnections },
                log: context.log("health"))
        }
    }
}
