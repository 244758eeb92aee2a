import ChatOps
import Logging
import Networking

/// Speaks to people in Slack.
public struct SlackMessenger: Messenger {
    let web: WebAPIClient
    let directory: WorkspaceDirectory
    let log: Logger

    public init(
        botToken: Rotating<Secret>, http: any HTTPTransport, apiURL: String = WebAPIClient.slackURL,
        timing: Timing = .system,
        log: Logger = Logger(label: "slack.web")
    ) {
        self.init(
            web: WebAPIClient(token: botToken, http: http, apiURL: apiURL, timing: timing, log: log), timing: timing,
            log: log)
    }

    init(web: WebAPIClient, timing: Timing, log: Logger = Logger(label: "slack.web")) {
        self.web = web
        self.log = log
        directory = WorkspaceDirectory(web: web, timing: timing)
    }

    /// Who the bot is. Asked at the start, it finds a token that does not work; nothing has to wait for it.
    public func identity() async throws(MessengerError) -> BotIdentity {
        try await mapped { () async throws(WebAPIError) in try await directory.bot() }
    }

    /// Waits until Slack does not take the bot token any more, nor another that may take its place, and throws what has to be
    /// mended. Ends when cancelled.
    public func watchAccess() async throws(MessengerError) {
        for await _ in web.doubts.raised { try await checkAccess() }
    }

    private func checkAccess() async throws(MessengerError) {
        var grace = TokenGrace(isAccepted: true)
        while !Task.isCancelled {
            do {
                _ = try await web.authTest()
                return
            } catch {
                // Anything else than a second refusal may pass.
                guard error.refusesToken else { return }
                guard grace.refuse(web.token, now: web.timing.now()) else { throw MessengerError(error) }
                log.error("Slack refuses the bot token, and there is no other yet: \(error)")
                try? await web.timing.sleep(TokenGrace.pause)
            }
        }
    }

    /// Keeps what is known of people, channels and user groups up to date. Ends with the changes.
    public func follow(_ changes: some AsyncSequence<WorkspaceChange, Never>) async {
        for await change in changes {
            await directory.take(change)
            if change == .access { web.doubts.raise() }
        }
    }

    /// Who is in a user group, named by its id or its handle; nil when there is none.
    public func members(ofUserGroup name: String) async throws(MessengerError) -> Set<PersonID>? {
        try await mapped { () async throws(WebAPIError) in try await directory.members(ofUserGroup: name) }
    }

    public func person(_ id: PersonID) async throws(MessengerError) -> Person {
        try await mapped { () async throws(WebAPIError) in try await directory.person(id) }
    }

    public func open(_ form: Form, trigger: String) async throws(MessengerError) {
        guard let view = FormRenderer.render(form) else {
            throw MessengerError(.invalidMessage, "The form is too large for Slack.")
        }
        try await mapped { () async throws(WebAPIError) in _ = try await web.openView(view, trigger: trigger) }
    }

    public func openWaiting(_ title: String, trigger: String) async throws(MessengerError) -> WaitingForm {
        guard let view = FormRenderer.show(.text("One moment…"), titled: title),
            let id = try await mapped({ () async throws(WebAPIError) in try await web.openView(view, trigger: trigger) }
            )
        else { throw MessengerError(.unavailable, "Slack did not say what it opened.") }
        return WaitingForm(id: id)
    }

    public func fill(_ waiting: WaitingForm, with form: Form) async throws(MessengerError) {
        try await fill(waiting, FormRenderer.render(form))
    }

    public func fill(
        _ waiting: WaitingForm, titled title: String, with message: Message
    ) async throws(MessengerError) {
        try await fill(waiting, FormRenderer.show(message, titled: title))
    }

    private func fill(_ waiting: WaitingForm, _ view: ModalView?) async throws(MessengerError) {
        guard let view else { throw MessengerError(.invalidMessage, "The form is too large for Slack.") }
        try await mapped { () async throws(WebAPIError) in try await web.updateView(waiting.id, with: view) }
    }

    public func publishHome(_ message: Message, for person: PersonID) async throws(MessengerError) {
        guard let view = HomeView(blocks: MessageRenderer.render(message).blocks) else { return }
        try await mapped { () async throws(WebAPIError) in try await web.publishHome(view, for: person.rawValue) }
    }

    /// Makes Slack's errors the chat's.
    func mapped<Value>(
        _ call: () async throws(WebAPIError) -> Value
    ) async throws(MessengerError) -> Value {
        do {
            return try await call()
        } catch {
            throw MessengerError(error)
        }
    }
}
