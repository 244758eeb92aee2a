import CloudTrailCore
import FoundationEssentials
import Logging

/// What each kind of request means.
extension FrontDesk {
    func answer(_ request: ChatRequest, of person: Person, _ draft: inout AuditDraft) async throws {
        let conversation = request.place
        switch request.input {
        case .text(let text, let trigger), .button(.command(let text), _, let trigger as String?):
            try await type(text, trigger, by: person, request, &draft)
        case .button(.confirmed(let text), _, _):
            try await carryOut(try parser.parse(text).agreed(), by: person, in: conversation, for: request, &draft)
        case .button(let action, let message, let trigger):
            try await press(action, on: message, trigger: trigger, by: person, request, &draft)
        case .homeOpened: await openHome(of: person, in: conversation)
        case .shortcut(let text):
            try await carryOut(.look(text), by: person, in: conversation, for: request, &draft)
        case .form(let submission):
            try await carryOut(try submission.command(), by: person, in: conversation, for: request, &draft)
        }
    }

    /// Nobody asked in words, so nobody is answered in words where a home cannot be shown.
    private func openHome(of person: Person, in conversation: Conversation) async {
        do {
            try await home.open(by: person, in: conversation)
        } catch {
            log.warning("A home could not be shown.", metadata: ["reason": "\(error)"])
        }
    }

    /// A command that asks opens its form where there is a trigger for it.
    private func type(
        _ text: String, _ trigger: String?, by person: Person, _ request: ChatRequest, _ draft: inout AuditDraft
    ) async throws {
        let command = try command(text, request)
        if case .ask(let kind) = command, let trigger {
            return try await ask(kind.purpose(in: request.place), trigger, person, &draft)
        }
        if case .scanAccount(let account, _) = command { scanThreads.remember(account, request) }
        try await carryOut(command, by: person, in: request.place, for: request, &draft)
    }

    /// In the thread of a scan, what is no command may be an answer to what Hammer's bot asks there.
    private func command(_ text: String, _ request: ChatRequest) throws(Refusal) -> Command {
        do throws(Refusal) { return try parser.parse(text) } catch {
            guard let account = scanThreads.account(in: request.conversation), let answer = HammerAnswer(text) else {
                throw error
            }
            switch answer {
            case .regions(let regions): return .scanAccount(account, regions: regions)
            case .nothingNew:
                throw Refusal(
                    "I ask nothing before a scan: it looks at CloudTrail alone, in all regions. Name regions, and I look at these again.",
                    wouldWork: ["eu-west-1, us-east-1"])
            }
        }
    }

    private func press(
        _ action: ButtonAction, on message: MessageReference?, trigger: String, by person: Person,
        _ request: ChatRequest, _ draft: inout AuditDraft
    ) async throws {
        guard let command = action.command else {
            guard let purpose = action.purpose(in: request.place) else { return }
            return try await ask(purpose, trigger, person, &draft)
        }
        guard action.turnsPages, let message else {
            return try await carryOut(command, by: person, in: request.place, for: request, &draft)
        }
        let place = request.conversation
        guard let reply = try await run(command, by: person, in: place, &draft) else { return }
        _ = try await messenger.replace(message, with: reply.message, in: place)
    }

    private func ask(
        _ purpose: FormPurpose, _ trigger: String, _ person: Person, _ draft: inout AuditDraft
    ) async throws {
        let command = purpose.command
        draft.command = command
        do {
            try await FormOpening(messenger: messenger, clock: clock).open(purpose.title, trigger: trigger) {
                try await clearances.check(person, may: command, in: purpose.conversation)
                return try await runner.form(for: purpose)
            }
        } catch {
            draft.accounts = await runner.accounts(of: command)
            throw error
        }
        // What is not done yet is written down when the form comes back.
        draft.isWritten = true
    }

    private func carryOut(
        _ command: Command, by person: Person, in conversation: Conversation, for request: ChatRequest,
        _ draft: inout AuditDraft
    ) async throws {
        guard let reply = try await run(command, by: person, in: conversation, &draft) else { return }
        guard reply.standing != .told else { return }
        do throws(MessengerError) {
            if try await isOver(request, with: reply, in: conversation) { return }
            try await send(reply, to: person, in: conversation, for: request)
        } catch {
            guard command.role > .viewer, reply.standing == .done else { throw error }
            throw Unanswered(answer: reply.message, mark: request.id.postMark, cause: error)
        }
    }

    /// Whether the answer stands where the question stood that was answered with this request; one that a single person saw goes.
    private func isOver(
        _ request: ChatRequest, with reply: Reply, in conversation: Conversation
    ) async throws(MessengerError) -> Bool {
        guard case .button(let action, let message, _) = request.input, action.answersQuestion else { return false }
        guard let message else {
            try? await messenger.withdraw(request.conversation)
            return false
        }
        _ = try await messenger.replace(message, with: reply.message, in: conversation)
        return true
    }

    /// Runs a command for somebody who may. What changes something is written down before it is answered, so that no answer speaks
    /// of what the log does not know; nobody waits for it who only looks.
    private func run(
        _ command: Command, by person: Person, in conversation: Conversation, _ draft: inout AuditDraft
    ) async throws -> Reply? {
        draft.command = command
        draft.accounts = await runner.accounts(of: command)
        try await clearances.check(person, may: command, in: conversation)
        log.info(
            "A command is carried out.",
            metadata: ["command": "\(command.name)", "person": "\(person.id.rawValue)"])
        let reply = try await runner.run(command, by: person, in: conversation)
        draft.result = reply?.message.summary ?? "told in files"
        if reply?.standing == .asks {
            draft.isWritten = true
        } else if command.role > .viewer {
            await write(&draft, .done, draft.result)
        }
        return reply
    }

    private func send(
        _ reply: Reply, to person: Person, in conversation: Conversation, for request: ChatRequest
    ) async throws(MessengerError) {
        switch reply.audience {
        // What was done is told once: its answer may get lost on the way, or only the word that it arrived.
        case .everyone:
            _ = try await messenger.postOnce(
                reply.message, in: conversation, mark: request.id.postMark, since: now())
        case .asker: try await messenger.whisper(reply.message, to: person.id, in: request.whisperPlace)
        }
    }
}
