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
    private let log: Logger

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

    /// Handles requests side by side, at most `width` at a time. When the sequence ends, what was taken is finished first.
    public func run(_ requests: some AsyncSequence<ChatRequest, Never>, width: Int = 64) async {
        await withTaskGroup(of: Void.self) { group in
            var underWay = 0
            for await request in requests {
                if underWay >= width {
                    await group.next()
                    underWay -= 1
                }
                group.addTask { await handle(request) }
                underWay += 1
            }
        }
    }

    func handle(_ request: ChatRequest) async {
        var log = log
        log[metadataKey: "request"] = "\(request.id)"
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
        case .ticket(let place):
            try await carryOut(.ticket(account: place.account.rawValue, region: place.region), by: person, in: thread)
        case .whitelist(let place):
            try permissions.check(person, may: .whitelistAdd(place, reason: nil))
            try await messenger.open(whitelistForm(place, thread), trigger: trigger)
        }
    }

    /// What a button or form stands for, answered where everybody sees it.
    private func carryOut(_ command: Command, by person: Person, in conversation: Conversation) async throws {
        try permissions.check(person, may: command)
        if let reply = try await runner.run(command, by: person, in: conversation) {
            _ = try await messenger.post(reply.message, in: conversation)
        }
    }

    private func whitelistForm(_ place: AccountRegion, _ conversation: Conversation) -> Form {
        Form(
            title: "Whitelist", submit: "Accept the risk",
            introduction:
                "Issues of \(bold: runner.playbook.account(place.account).title) in \(code: place.region) stay quiet until the entry is removed.",
            fields: [
                .init(
                    id: "reason", label: "Why is this acceptable?", placeholder: "Who agreed, and until when",
                    isMultiline: true, isRequired: true)
            ],
            purpose: .whitelist(place, conversation: conversation))
    }

    private func accept(_ submission: FormSubmission, by person: Person) async throws {
        switch submission.purpose {
        case .whitelist(let place, let conversation):
            let reason = submission.answers["reason"]?.trimmed
            try await carryOut(.whitelistAdd(place, reason: reason), by: person, in: conversation)
        }
    }

    private func send(_ reply: Reply, _ request: ChatRequest) async throws(MessengerError) {
        switch reply.audience {
        case .everyone: _ = try await messenger.post(reply.message, in: request.conversation)
        case .asker: try await messenger.whisper(reply.message, to: request.person, in: request.conversation)
        }
    }

    private func whisper(_ message: Message, _ request: ChatRequest, _ log: Logger) async {
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

extension String {
    fileprivate var trimmed: String? {
        let words = split(whereSeparator: \.isNewline).map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let text = words.filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? nil : text
    }
}

extension Command {
    fileprivate static func whitelistAdd(_ place: AccountRegion, reason: String?) -> Command {
        .whitelistAdd(account: place.account.rawValue, scopes: [.region(place.region)], reason: reason)
    }
}
