import CloudTrailCore
import FoundationEssentials
import Logging

/// Takes requests: each once, from people who may, and answers every one of them.
public struct FrontDesk: Sendable {
    let runner: CommandRunner
    private let seen: any SeenRequests
    let messenger: any Messenger
    let clearances: Clearances
    private let audit: any AuditLog
    let home: HomeDesk
    let clock: any Clock<Duration>
    let parser = CommandParser()
    let scanThreads = ScanThreads()
    let now: @Sendable () -> Date
    let log: Logger

    public init(
        runner: CommandRunner, seen: any SeenRequests, messenger: any Messenger, clearances: Clearances,
        audit: any AuditLog, home: HomeDesk,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.runner = runner
        self.seen = seen
        self.messenger = messenger
        self.clearances = clearances
        self.audit = audit
        self.home = home
        self.clock = clock
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
        // To look at the home is no act.
        draft.isWritten = request.input == .homeOpened
        do {
            try await answer(request, &draft)
            await write(&draft, .done, draft.result)
        } catch let refusal as Refusal {
            await write(&draft, refusal.kind == .failed ? .failed : .refused, refusal.reason.plain)
            await whisper(refusal.message, request)
        } catch let lost as Unanswered {
            await write(&draft, .done, lost.answer.summary)
            log.error("What was done could not be answered.", metadata: ["reason": "\(lost.cause)"])
            await giveAgain(lost, request, since: draft.startedAt)
        } catch {
            log.error("A request failed.", metadata: ["reason": "\(error)"])
            let sentence = Self.sentence(for: error)
            await write(&draft, .failed, sentence)
            try? await seen.release(request.id)
            await whisper(
                .text(
                    "Sorry, that did not work: \(sentence) The log has the details (\(code: request.id))."
                ), request)
        }
    }

    /// Where the answer arrived after all there is nothing to say.
    private func giveAgain(_ lost: Unanswered, _ request: ChatRequest, since time: Date) async {
        let found = try? await messenger.find(mark: lost.mark, in: request.place, since: time)
        if found == nil { await whisper(lost.message, request) }
    }

    /// Writes down that there was no room for a request.
    func writeOverload(_ request: ChatRequest, _ result: String) async {
        var draft = AuditDraft(request, at: now())
        draft.command = request.input.command(parser, in: request.conversation)
        if let command = draft.command { draft.accounts = await runner.accounts(of: command) }
        await write(&draft, .refused, result)
    }

    /// Writes down what became of a request, once. Where that fails the log has it, and the person is answered all the same.
    func write(
        _ draft: inout AuditDraft, _ outcome: AuditEntry.Outcome, _ result: String
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

    private func answer(_ request: ChatRequest, _ draft: inout AuditDraft) async throws {
        let person = try await messenger.anybody(request.person)
        draft.name = person.names.first ?? ""
        try await Requester.$current.withValue(person.requester) {
            try await answer(request, of: person, &draft)
        }
    }

    func whisper(_ message: Message, _ request: ChatRequest) async {
        // Who looks at the home asked nothing.
        guard request.input != .homeOpened else { return }
        do throws(MessengerError) {
            try await messenger.whisper(message, to: request.person, in: request.whisperPlace)
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
