import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import Logging
import ServiceLifecycle
import Slack
import UnixSignals

/// `trailwatch run`: the bot.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the bot until it is told to stop.",
        discussion:
            "Needs SLACK_APP_TOKEN and SLACK_BOT_TOKEN (or each as …_FILE), and AWS credentials as the AWS CLI finds them."
    )

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let log = options.startLogging(from: .info)
        try await starting {
            let files = try ConfigurationFiles.load(directory: options.config)
            for note in files.notes { log.notice("\(note)") }
            let bot = try Bot(files: files, environment: ProcessEnvironment(), log: log)
            var configuration = ServiceGroupConfiguration(
                services: bot.services.map {
                    .init(
                        service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                }, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
            configuration.maximumGracefulShutdownDuration = .seconds(10)
            do {
                try await ServiceGroup(configuration: configuration).run()
            } catch let error as SocketModeError {
                throw StartFailure(error.description)
            } catch let error as MessengerError {
                throw StartFailure(error.message)
            }
            log.notice("Stopped.")
        }
    }
}
