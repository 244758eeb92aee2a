import ArgumentParser
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import Logging

/// `trailwatch run`: the bot.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the bot until it is told to stop.",
        discussion:
            "Needs SLACK_APP_TOKEN and SLACK_BOT_TOKEN (or each as …_FILE), and AWS credentials as the AWS CLI finds them."
    )

    @OptionGroup var options: CommonOptions

    func run() async throws {
        CoreDumps.forbid()
        let log = options.startLogging(from: .info)
        try await starting {
            try await BotLife.runAll(directory: options.config, environment: ProcessEnvironment(), log: log)
            log.notice("Stopped.")
        }
    }
}
