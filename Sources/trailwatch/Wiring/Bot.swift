import ChatOps
import CloudTrailCore
import ConfigurationFiles
import FoundationEssentials
import Health
import Jira
import LWSTransport
import Logging
import Networking
import Pictures
import ServiceLifecycle
import Slack

/// The bot, put together from its rooms.
struct Bot {
    private let services: [any Service]
    /// Says something to the operators, where they can be reached.
    let tell: @Sendable (String) async -> Void

    init(
        files: LoadedFiles, environment: ProcessEnvironment, estate: Estate, store: any Store, webSocket: LWSTransport,
        secrets: LiveSecrets, health: HealthService?, examine: @escaping @Sendable () async -> [Check], log: Logger
    ) throws {
        let appToken = try secrets.rotating(.slackApp, environment) { (environment) throws(StartFailure) in
            try environment.requiredSecret("SLACK_APP_TOKEN", "the app-level token (xapp-…) that opens Socket Mode")
        }
        let botToken = try secrets.rotating(.slackBot, environment) { (environment) throws(StartFailure) in
            try environment.requiredSecret("SLACK_BOT_TOKEN", "the bot token (xoxb-…) that posts messages")
        }
        let jiraCredentials =
            files.configuration.jira.isEnabled
            ? try secrets.rotating(.jira, environment) { (environment) throws(StartFailure) in
                try JiraCredentials(environment)
            } : nil
        let apiURL = environment["SLACK_API_URL"] ?? WebAPIClient.slackURL
        let playbook = estate.playbook
        let time = try BotTime(environment)
        let (now, ticks) = (time.now, time.clock)
        if time.speed != 1 { log.notice("Time passes \(time.speed) times as fast, as the sandbox asks.") }
        let doorbell = Doorbell()
        let changes = ChangedPlaces()

        var policy = ConnectionPolicy()
        policy.connections = files.configuration.slack.connections
        let messenger = SlackMessenger(
            botToken: botToken, http: estate.http, apiURL: apiURL, log: log.named("slack.web"))
        let clearances = Clearances(
            permissions: Permissions(
                roles: playbook.roles, directory: messenger, helpChannel: playbook.operatorsChannel),
            directory: messenger, now: now)
        let socket = SocketModeClient(
            appToken: appToken, http: estate.http, webSocket: webSocket, apiURL: apiURL,
            assistant: FormDesk(playbook: playbook, mayLook: clearances.mayLook, now: now), policy: policy,
            log: log.named("slack.socket"))
        let book = IssueBook(
            store: store, playbook: playbook, doorbell: doorbell, changes: changes, now: now, log: log.named("issues"))
        let whitelist = WhitelistBook(store: store, book: book, now: now)
        let scans = ScanDesk(
            scanner: Scanner(source: estate.source, baselines: store, now: now), book: book, baselines: store, now: now,
            log: log.named("scan"), verdicts: log.named("scan.verdicts"))
        let jira = JiraTicketing(files.configuration.jira, jiraCredentials, estate.http)
        let tickets = TicketDesk(
            ticketing: jira, store: store, book: book, playbook: playbook, links: messenger, log: log.named("tickets"))
        let clock = IssueClock(book: book, log: log.named("issues"))
        let reminders = ReminderClock(
            store: store, book: book, messenger: messenger, playbook: playbook, now: now,
            log: log.named("reminders"))
        let digests = DigestClock(
            store: store, messenger: messenger, playbook: playbook, now: now, log: log.named("digests"))
        let reports = ReportDesk(store: store, playbook: playbook, illustrator: CairoIllustrator(), now: now)
        let runner = CommandRunner(
            playbook: playbook, store: store, messenger: messenger, scans: scans, book: book,
            whitelist: whitelist, tickets: tickets, reports: reports, examine: examine, now: now,
            log: log.named("commands"))
        let home = HomeDesk(
            store: store, messenger: messenger, clearances: clearances, playbook: playbook, changes: changes,
            now: now, log: log.named("home"))
        let desk = FrontDesk(
            runner: runner, seen: store, messenger: messenger, clearances: clearances,
            audit: AuditLogs([store, LoggedAudit(log.named("audit"))]), home: home, now: now,
            log: log.named("requests"))
        let courier = NoticeCourier(
            store: store, messenger: messenger, book: book, playbook: playbook, now: now, log: log.named("notices"))
        let accounts = AccountWatch(playbook: playbook, messenger: messenger, log: log.named("accounts"))
        let schedule = ScanSchedule(
            desk: scans, history: store, messenger: messenger, playbook: playbook, now: now, log: log.named("schedule"))

        let reportService = ReportPlan(files.configuration).map { plan in
            let clock = ReportClock(
                plan: plan, desk: reports, runs: store, messenger: messenger,
                archive: S3Archive(files.configuration, estate.access), now: now, log: log.named("reports"))
            return Background("reports") { await clock.run(clock: ticks) }
        }
        let operators = playbook.operatorsChannel
        tell = { sentence in
            guard let operators else { return }
            do throws(MessengerError) {
                _ = try await messenger.post(Message.text("\(sentence)"), to: operators)
            } catch {
                log.warning("The operators were not told.", metadata: ["reason": "\(error.message)"])
            }
        }
        let ticketServices = jira.map { jira in
            let keeper = TicketKeeper(
                ticketing: jira, desk: tickets, store: store, book: book, playbook: playbook, links: messenger,
                now: now, log: log.named("tickets"))
            let watch = TicketWatch(
                ticketing: jira, store: store, whitelist: whitelist, messenger: messenger, playbook: playbook, now: now,
                log: log.named("tickets"))
            return [
                Background("tickets") { await keeper.run(clock: ticks) },
                Background("tickets' standing") { await watch.run(clock: ticks) },
            ]
        }
        // DynamoDB's answers cost money.
        let vitals = VitalSigns(store: store, interval: .seconds(store is any LeaseStore ? 60 : 5), now: now)
        let readiness = Readiness(schedule: playbook.scanSchedule, runningSince: now())
        let checks: @Sendable () async -> [Check] = {
            readiness.checks(connections: socket.openConnections, vitals: await vitals.read(), at: now())
        }
        let healthService = health.map { health in
            Background("health") {
                try await health.run(
                    vitals: vitals, checks: checks, connections: { socket.openConnections }, log: log.named("health"))
            }
        }
        let ping = try HeartbeatPing(environment, estate.http)
        let heartbeat = Heartbeat(
            channel: files.configuration.heartbeat.channel, ping: ping?.send,
            interval: files.configuration.heartbeat.interval, messenger: messenger, checks: checks, now: now,
            log: log.named("heartbeat"))
        let alone: [Background] =
            (ticketServices ?? []) + (reportService.map { [$0] } ?? []) + [
                Background("notices") { await courier.run(doorbell: doorbell, clock: ticks) },
                Background("issues") { await clock.run(clock: ticks) },
                Background("heartbeat") { await heartbeat.run(clock: ticks) },
                Background("reminders") { await reminders.run(clock: ticks) },
                Background("digests") { await digests.run(clock: ticks) },
                Background("schedule") {
                    await Requester.$current.withValue("schedule") { await schedule.run(clock: ticks) }
                },
            ]
        services =
            Self.inTurn(alone, on: store, doorbell, log.named("replicas")) + [healthService].compactMap { $0 } + [
                Background("requests", ending: .byItself) {
                    await desk.run(socket.requests, surplus: socket.surplus)
                },
                Background("homes") { await home.run() },
                Background("clearances") { await clearances.run() },
                Background("log channels") {
                    await LogChannels.shared.run(
                        LogRouting(files.configuration.slack), messenger: messenger, now: now,
                        log: log.named("log.channels"), clock: ticks)
                },
                Background("accounts") { await accounts.run(clock: ticks) },
                Background("workspace", ending: .byItself) { await messenger.follow(socket.changes) },
                // Shut down before requests and workspace, which end when what feeds them ends.
                Background("slack") { try await socket.run() },
                Background("access") {
                    do throws(MessengerError) { _ = try await messenger.identity() } catch {
                        guard error.code != .unauthorized else { throw error }
                        log.warning("Slack did not say who the bot is.", metadata: ["reason": "\(error.message)"])
                    }
                    try await messenger.watchAccess()
                },
                Background("secrets") {
                    await LiveSecrets.keepFresh([
                        { await appToken.refresh() }, { await botToken.refresh() },
                        { await jiraCredentials?.refresh() },
                    ])
                },
                Background("credentials") {
                    do throws(StartFailure) { try await estate.checkCredentials() } catch {
                        log.error(
                            "AWS cannot be asked yet, so every scan will say unknown.",
                            metadata: ["reason": "\(error.message)"])
                    }
                },
                Background("start-up's end") {
                    try? await Task.sleep(for: .milliseconds(1500))
                    StartUpCode.release()
                },
            ]
    }

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

    /// What one replica does for all: on a store that several may share it is done under the lease.
    private static func inTurn(
        _ parts: [Background], on store: any Store, _ doorbell: Doorbell, _ log: Logger
    ) -> [any Service] {
        guard let leases = store as? any LeaseStore else { return parts }
        let keeper = LeaseKeeper(store: leases, log: log)
        return [
            Background("lease") {
                await keeper.run(held: { doorbell.ring() }) {
                    await withTaskGroup(of: Void.self) { group in
                        for part in parts { group.addTask { try? await part.work() } }
                    }
                }
            }
        ]
    }
}

extension Logger {
    /// The logger of a part of the bot, whose level is that of the part.
    func named(_ part: String) -> Logger { Logger(label: "\(label).\(part)") }
}
