import ChatOps
import ConfigurationFiles
import FoundationEssentials
import Logging

/// What the bot's parts are made from, and share.
struct BotContext: Sendable {
    let configuration: Configuration
    /// With the secrets that were found elsewhere.
    let environment: ProcessEnvironment
    let estate: Estate
    let store: any Store
    let secrets: LiveSecrets
    let time: BotTime
    let log: Logger
    /// Rung when a notice is stored.
    let doorbell = Doorbell()
    let changes = ChangedPlaces()

    var playbook: Playbook { estate.playbook }
    var now: @Sendable () -> Date { time.now }

    /// The logger of a part, whose level is that of the part.
    func log(_ part: String) -> Logger { log.named(part) }
}

extension Logger {
    /// The logger of a part of the bot.
    func named(_ part: String) -> Logger { Logger(label: "\(label).\(part)") }
}
