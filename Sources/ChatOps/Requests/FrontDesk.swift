import CloudTrailCore
import FoundationEssentials
import Logging

/// Takes requests: each once, from people who may, and answers every one of them.
public struct FrontDesk: Sendable {
    private let runner: CommandRunner
    private let seen: any SeenRequests
    private let messenger: any Messenger
    private let permissions: Permissions
    private let audit: any AuditLog
    private let home: HomeDesk
    private let parser = CommandParser()
    private let scanThreads = ScanThreads()
    private let now: @Sendable () -> Date
    let log: Logger

    public init(
        runner: CommandRunner, seen: any SeenRequests, messenger: any Messenger, permissions: Permissions,
        audit: any AuditLog, home: HomeDesk,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.runner = runner
        self.seen = seen
        self.messenger = messenger
        self.permissions = permissions
        self.audit = audit
        self.home = home
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
        var draft = AuditDraft(request, at: now())
        do {
            try await answer(request, &draft, log)
            await write(&draft, .done, draft.result, log)
        } catch let refusal as Refusal {
            await write(&draft, .refused, refusal.reason.plain, log)
            await whisper(refusal.message, request, log)
        } catch {
            log.error("A request failed.", metadata: ["reason": "\(error)"])
            let sentence = Self.sentence(for: error)
            await write(&draft, .failed, sentence, log)
            try? await seen.release(request.id)
            await whisper(
                .text(
                    "Sorry, that did not work: \(sentence) The log has the details (\(code: request.id))."
                ), request, log)
        }
    }

    /// Writes down what became of a request, once. Where that fails the log has it, and the person is answered all the same.
    private func write(
        _ draft: inout AuditDraft, _ outcome: AuditEntry.Outcome, _ result: String, _ log: Logger
    ) async {
        guard !draft.isWritten else { return }
        draft.isWritten = true
        let entry = draft.entry(outcome, result)
        do {
            try await audit.append(entry)
        } catch {
            log.error(
                "What somebody did could not be written to the audit log.",
                metadata: [
                    "reason": "\(error)", "person": "\(entry.person.rawValue)", "what": "\(entry.text)",
                    "outcome": "\(outcome.rawValue)", "result": "\(result)",
                ])
        }
    }

    private func answer(_ request: ChatRequest, _ draft: inout AuditDraft, _ log: Logger) async throws {
        let person = try await person(request.person)
        draft.name = person.names.first ?? ""
        try await Requester.$current.withValue(person.requester) {
            try await answer(request, of: person, &draft, log)
        }
    }

    /// Whom the chat does not know is a stranger.
    private func person(_ id: PersonID) async throws(MessengerError) -> Person {
        do throws(MessengerError) {
            return try await messenger.person(id)
        } catch  where error.code == .notFound {
            return Person(id: id, names: [], membership: .stranger)
        }
    }

    private func answer(
        _ request: ChatRequest, of person: Person, _ draft: inout AuditDraft, _ log: Logger
    ) async throws {
        switch request.input {
        case .text(let text, let trigger):
            try await type(text, trigger, by: person, request, &draft, log)
        case .button(.command(let text), _, let trigger):
            try await type(text, trigger, by: person, request, &draft, log)
        case .button(let action, let message, let trigger):
            try await press(action, on: message, trigger: trigger, by: person, request, &draft, log)
        case .homeOpened:
            draft.isWritten = true
            await openHome(of: person, in: request.conversation, log)
        case .shortcut(let text):
            let reply = try await carryOut(.look(text), by: person, in: request.conversation, &draft, log)
            if let reply { try await send(reply, to: person, in: request.conversation, for: request) }
        case .form(let submission):
            let reply = try await carryOut(
                try submission.command(), by: person, in: submission.purpose.conversation, &draft, log)
            if let reply { try await send(reply, to: person, in: submission.purpose.conversation, for: request) }
        }
    }

    /// A home shows why it shows nothing. Nobody asked in words, so nobody is answered in words where it cannot be shown.
    private func openHome(of person: Person, in conversation: Conversation, _ log: Logger) async {
        do {
            try await permissions.check(person, may: .status, in: conversation)
            try await home.open(by: person)
        } catch let refusal as Refusal {
            try? await home.refuse(refusal, to: person.id)
        } catch {
            log.warning("A home could not be shown.", metadata: ["reason": "\(error)"])
        }
    }

    /// A command that asks opens its form where there is a trigger for it.
    private func type(
        _ text: String, _ trigger: String?, by person: Person, _ request: ChatRequest,
        _ draft: inout AuditDraft, _ log: Logger
    ) async throws {
        let conversation = request.conversation
        let command = try command(text, request)
        if case .ask(let kind) = command, let trigger {
            return try await ask(kind.purpose(in: conversation), trigger, person, &draft)
        }
        if case .scanAccount(let account, _) = command { scanThreads.remember(account, request) }
        let reply = try await carryOut(command, by: person, in: conversation, &draft, log)
        if let reply { try await send(reply, to: person, in: conversation, for: request) }
    }

    private func command(_ text: String, _ request: ChatRequest) throws(Refusal) -> Command {
        guard let account = scanThreads.account(in: request.conversation), let answer = HammerAnswer(text) else {
            return try parser.parse(text)
        }
        switch answer {
        case .regions(let regions): return .scanAccount(account, regions: regions)
        case .nothingNew:
            throw Refusal(
                "I ask nothing before a scan: it looks at CloudTrail alone, in all regions. Name regions, and I look at these again.",
                wouldWork: ["eu-west-1, us-east-1"])
        }
    }

    /// Carries a command out for somebody who may. What changes something is written down before it is answered, so that no
    /// answer speaks of what the log does not know; nobody waits for it who only looks.
    private func carryOut(
        _ command: Command, by person: Person, in conversation: Conversation, _ draft: inout AuditDraft, _ log: Logger
    ) async throws -> Reply? {
        draft.command = command
        draft.accounts = await runner.accounts(of: command)
        try await permissions.check(person, may: command, in: conversation)
        log.info(
            "A command is carried out.",
            metadata: ["command": "\(command.name)", "person": "\(person.id.rawValue)"])
        let reply = try await runner.run(command, by: person, in: conversation)
        draft.result = reply?.message.summary ?? "told in a message of its own"
        if command.role > .viewer { await write(&draft, .done, draft.result, log) }
        return reply
    }

    private func press(
        _ action: ButtonAction, on message: MessageReference?, trigger: String, by person: Person,
        _ request: ChatRequest, _ draft: inout AuditDraft, _ log: Logger
    ) async throws {
        // What a button starts is told in the thread of its message.
        var thread = request.conversation
        thread.thread = thread.thread ?? message?.id
        guard let command = action.command else {
            guard let purpose = action.purpose(in: thread) else { return }
            return try await ask(purpose, trigger, person, &draft)
        }
        let place = action.turnsPages ? request.conversation : thread
        guard let reply = try await carryOut(command, by: person, in: place, &draft, log) else { return }
        if action.turnsPages, let message {
            _ = try await messenger.replace(message, with: reply.message, in: place)
        } else {
            try await send(reply, to: person, in: place, for: request)
        }
    }

    private func ask(
        _ purpose: FormPurpose, _ trigger: String, _ person: Person, _ draft: inout AuditDraft
    ) async throws {
        let command = purpose.command
        draft.command = command
        draft.accounts = await runner.accounts(of: command)
        try await permissions.check(person, may: command, in: purpose.conversation)
        // What is not done yet is written down when the form comes back.
        draft.isWritten = true
        try await messenger.open(purpose.form(runner.playbook), trigger: trigger)
    }

    private func send(
        _ reply: Reply, to person: Person, in conversation: Conversation, for request: ChatRequest
    ) async throws(MessengerError) {
        switch reply.audience {
        // What was done is told once: its answer may get lost on the way, or only the word that it arrived.
        case .everyone:
            _ = try await messenger.postOnce(
                reply.message, in: conversation, mark: request.id.postMark, since: now())
        case .asker: try await messenger.whisper(reply.message, to: person.id, in: conversation)
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
