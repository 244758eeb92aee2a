import ChatOps
import Logging
import Networking

/// Looks at all that can be wrong between the bot and its workspace.
public struct SlackCheckup: Sendable {
    /// What is done besides looking.
    public enum Trial: Sendable {
        case none
        /// Every recipient gets one test message.
        case message
    }

    private let appWeb: WebAPIClient
    private let web: WebAPIClient
    private let messenger: SlackMessenger

    public init(
        appToken: Secret, botToken: Secret, http: any HTTPTransport, apiURL: String = WebAPIClient.slackURL,
        log: Logger = Logger(label: "slack.web")
    ) {
        appWeb = WebAPIClient(token: Rotating(appToken), http: http, apiURL: apiURL, log: log)
        web = WebAPIClient(token: Rotating(botToken), http: http, apiURL: apiURL, log: log)
        messenger = SlackMessenger(web: web, timing: .system, log: log)
    }

    /// - Parameter recipients: as ticket_owners.json and config.json name them.
    public func checks(recipients: [String], trial: Trial = .none) async -> [Check] {
        let connection = await checkConnection()
        let (identity, isUsable) = await checkIdentity()
        guard isUsable else {
            let skipped = Check(
                "slack", "recipients", .skipped, "without a bot token that works they cannot be looked up")
            return [connection, identity, skipped]
        }
        var checks = [connection, identity, await checkScopes()]
        for recipient in recipients { checks += await check(recipient, trial) }
        return checks
    }

    private func checkConnection() async -> Check {
        do throws(WebAPIError) {
            _ = try await appWeb.openConnection()
            return Check("slack", "app token", .good, "it may open connections")
        } catch {
            switch OpenFailure(error) {
            case .fatal(let sentence):
                return Check("slack", "app token", .bad, "\(error)", remedy: sentence.withoutCode)
            case .limited(let delay):
                return Check(
                    "slack", "app token", .doubtful, "Slack asks to wait for \(delay.inSeconds)",
                    remedy: "Look again later.")
            case .failed(let sentence):
                return Check(
                    "slack", "app token", .bad, sentence,
                    remedy: "Check the way to Slack: names, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.")
            }
        }
    }

    private func checkIdentity() async -> (Check, isUsable: Bool) {
        do throws(WebAPIError) {
            let bot = try await web.authTest()
            let name = "\(bot.user ?? bot.userID) in \(bot.team ?? bot.teamID)"
            return (Check("slack", "bot token", .good, "the bot is \(name)"), true)
        } catch {
            let remedy =
                error.refusal == nil
                ? "Check the way to Slack: names, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE." : MessengerError(error).message
            return (Check("slack", "bot token", .bad, "\(error)", remedy: remedy), false)
        }
    }

    /// Those that the app was installed with, as Slack says with every answer.
    private func checkScopes() async -> Check {
        do throws(WebAPIError) {
            guard let granted = try await web.grantedScopes() else {
                return Check("slack", "scopes", .skipped, "Slack did not say which the token has")
            }
            let missing = WebMethod.neededScopes.subtracting(granted).sorted()
            if missing.isEmpty {
                return Check("slack", "scopes", .good, "the token has all \(WebMethod.neededScopes.count)")
            }
            return Check(
                "slack", "scopes", .bad, "missing: \(missing.joined(separator: ", "))",
                remedy: "Put manifests/slack-app.json into the app's manifest and install the app again.")
        } catch {
            return Check("slack", "scopes", .bad, "\(error)", remedy: "Look again later.")
        }
    }
}

extension SlackCheckup {
    /// Channels and people that ticket_owners.json and config.json name.
    private func check(_ recipient: String, _ trial: Trial) async -> [Check] {
        let found: (check: Check, conversation: Conversation?)
        do throws(MessengerError) {
            let conversation = try await messenger.conversation(with: recipient)
            found = try await (membership(recipient, conversation), conversation)
        } catch {
            found = (Check("slack", recipient, .bad, error.message, remedy: Self.remedy(error.code, recipient)), nil)
        }
        guard trial == .message, let conversation = found.conversation, found.check.outcome != .bad else {
            return [found.check]
        }
        return [found.check, await send(to: conversation, recipient)]
    }

    private func membership(_ recipient: String, _ conversation: Conversation) async throws(MessengerError) -> Check {
        guard conversation.kind == .channel else {
            return Check("slack", recipient, .good, "a person the bot can write to")
        }
        let channel: SlackChannel
        do throws(WebAPIError) {
            channel = try await web.channel(conversation.channel)
        } catch {
            throw MessengerError(error)
        }
        if channel.is_archived == true { throw MessengerError(.unreachable, "The channel is archived.") }
        if channel.is_member == true { return Check("slack", recipient, .good, "the bot is in the channel") }
        if channel.is_private == true { throw MessengerError(.notMember, "The bot is not in this private channel.") }
        return Check("slack", recipient, .good, "a public channel, which the bot joins with its first message")
    }

    private func send(to conversation: Conversation, _ recipient: String) async -> Check {
        let message = Message.text("This is a test of Trailwatch, sent by `trailwatch doctor`. Alerts will come here.")
        do throws(MessengerError) {
            _ = try await messenger.post(message, in: conversation)
            return Check("slack", "\(recipient) test", .good, "a test message was sent")
        } catch {
            return Check(
                "slack", "\(recipient) test", .bad, error.message, remedy: Self.remedy(error.code, recipient))
        }
    }

    private static func remedy(_ code: MessengerError.Code, _ recipient: String) -> String {
        switch code {
        case .notFound:
            "Correct \(recipient) in ticket_owners.json or config.json, or invite the bot to the channel if it is private."
        case .notMember: "Invite the bot: /invite @trailwatch in the channel."
        case .unreachable: "Name another owner than \(recipient) in ticket_owners.json."
        case .unauthorized: "Install the app again from manifests/slack-app.json."
        case .invalidMessage, .unavailable: "Look again later."
        }
    }
}

extension WebMethod {
    /// Of all methods, and of the events and commands that the bot answers.
    static let neededScopes = all.reduce(into: Set(["commands", "app_mentions:read"])) { $0.formUnion($1.scopes) }
}

extension String {
    /// A sentence without Slack's code behind it, and with a capital letter.
    fileprivate var withoutCode: String { split(separator: " (").first.map(String.init) ?? self }
}
