import CloudTrailCore
import FoundationEssentials
import Logging

/// Takes requests: each once, from people who may, and answers every one of them.
public struct FrontDesk: Sendable {
    private let runner: CommandRunner
    private let seen: any SeenRequests
    private let messenger: any Messenger
    private let permissions: Permissions
    private let parser = CommandParser()
    private let now: @Sendable () -> Date
    let log: Logger

    public init(
        runner: CommandRunner, seen: any SeenRequests, messenger: any Messenger, permissions: Permissions,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.runner = runner
        self.seen = seen
        self.messenger = messenger
        self.permissions = permissions
        self.now = now
        self.log = log
    }

    func handle(_ request: ChatRequest) async {
        await RequestID.$current.withValue(request.id) { await take(request) }
    }

    private func take(_ request: ChatRequest) async {
        do {
            guard try await seen.claim(request.id, at: now()) else {
                log.debug("A request came again and is left alone.")
                return
            }
        } catch {
            // Doing it twice is better than not at all.
            log.error("A request could not be checked for being a duplicate.", metadata: ["reason": "\(error)"])
        }
        do {
            try await answer(request, log)
        } catch let refusal as Refusal {
            await whisper(refusal.message, request, log)
        } catch {
            log.error("A request failed.", metadata: ["reason": "\(error)"])
            try? await seen.release(request.id)
            await whisper(
                .text(
                    "Sorry, that did not work: \(Self.sentence(for: error)) The log has the details (\(code: request.id))."
                ), request, log)
        }
    }

    private func answer(_ request: ChatRequest, _ log: Logger) async throws {
        let person = try await messenger.person(request.person)
        try await Requester.$current.withValue(person.requester) { try await answer(request, of: person, log) }
    }

    private func answer(_ request: ChatRequest, of person: Person, _ log: Logger) async throws {
        switch request.input {
        case .text(let text):
            let command = try parser.parse(text)
            try permissions.check(person, may: command)
            log.info(
                "A command is carried out.",
                metadata: ["command": "\(command.name)", "person": "\(person.id.rawValue)"])
            if let reply = try await runner.run(command, by: person, in: request.conversation) {
                try await send(reply, request)
            }
        case .button(let action, let message, let trigger):
            try await press(action, on: message, trigger: trigger, by: person, request)
        case .form(let submission):
            try await accept(submission, by: person)
        }
    }

    private func press(
        _ action: ButtonAction, on message: MessageReference, trigger: String, by person: Person, _ request: ChatRequest
    ) async throws {
        // What a button starts is told in the thread of its message.
        var thread = request.conversation
        thread.thread = thread.thread ?? message.id
        switch action {
        case .scan(let place):
            try await carryOut(.scanAccount(place.account.rawValue, regions: [place.region]), by: person, in: thread)
        case .ticket(let place): try await carryOut(.ticket(Command.Targets(place)), by: person, in: thread)
        case .whitelist(let place): try await ask(.whitelist(place, conversation: thread), trigger, person)
        case .alert(let subject, let act):
            try await press(act, on: subject, trigger: trigger, by: person, in: thread)
        }
    }

    private func press(
        _ act: AlertAct, on subject: AlertSubject, trigger: String, by person: Person, in thread: Conversation
    ) async throws {
        let command: Command
        switch act {
        case .scan: command = .scanAlert(subject)
        case .acknowledge: command = .acknowledge(.alert(subject))
        case .snooze: command = .snooze(.alert(subject), until: .after(.seconds(86_400)))
        case .release: command = .release(.alert(subject))
        case .ticket: command = .ticket(.alert(subject))
        case .whitelist: return try await ask(.whitelistAlert(subject, conversation: thread), trigger, person)
        }
        try await carryOut(command, by: person, in: thread)
    }

    /// What a button or form stands for, answered where everybody sees it.
    private func carryOut(_ command: Command, by person: Person, in conversation: Conversation) async throws {
        try permissions.check(person, may: command)
        if let reply = try await runner.run(command, by: person, in: conversation) {
            _ = try await messenger.post(reply.message, in: conversation)
        }
    }

    /// Whoever may not accept a risk is not asked why.
    private func ask(_ purpose: FormPurpose, _ trigger: String, _ person: Person) async throws {
        try permissions.check(person, may: .whitelistAdd(purpose.targets, until: nil, reason: nil))
        try await messenger.open(WhitelistForm(purpose: purpose, playbook: runner.playbook).form, trigger: trigger)
    }

    private func accept(_ submission: FormSubmission, by person: Person) async throws {
        let answers = WhitelistForm.Answers(submission)
        try await carryOut(
            .whitelistAdd(submission.purpose.targets, until: try answers.until, reason: answers.reason), by: person,
            in: submission.purpose.conversation)
    }

    private func send(_ reply: Reply, _ request: ChatRequest) async throws(MessengerError) {
        switch reply.audience {
        case .everyone: _ = try await messenger.post(reply.message, in: request.conversation)
        case .asker: try await messenger.whisper(reply.message, to: request.person, in: request.conversation)
        }
    }

    func whisper(_ message: Message, _ request: ChatRequest, _ log: Logger) async {
        do throws(MessengerError) {
            try await messenger.whisper(message, to: request.person, in: request.conversation)
        } catch {
            log.error("A person could not be answered.", metadata: ["reason": "\(error)"])
        }
    }

    /// What chat shows of a surprise; the log has the rest.
    private static func sentence(for error: any Error) -> String {
        switch error {
        case let error as MessengerError: error.message
        case is StoreError: "my store did not answer."
        default: "something unexpected went wrong."
        }
    }
}
