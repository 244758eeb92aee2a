import CloudTrailCore
import Testing

@testable import ChatOps

@Suite("Forms whose trigger does not wait", .timeLimit(.minutes(1)))
struct FormOpeningTests {
    private let clock = StepClock()
    private let messenger = RecordingMessenger()
    private let gate: AsyncStream<Void>
    private let gateOpens: AsyncStream<Void>.Continuation

    init() {
        (gate, gateOpens) = AsyncStream.makeStream(of: Void.self)
    }

    private var form: Form {
        FormPurpose.scan(conversation: Conversation(channel: "C1", kind: .channel)).form(House().playbook)
    }

    private func open(_ prepare: @escaping @Sendable () async throws -> Form) async throws {
        try await FormOpening(messenger: messenger, clock: clock).open("Scan", trigger: "T", prepare)
    }

    @Test("What is known at once opens at once")
    func atOnce() async throws {
        try await open { [form] in form }
        #expect(await messenger.forms == [form])
        #expect(await messenger.waiting == [])
    }

    @Test("After a second something opens that waits, and the form stands there when it is known")
    func slow() async throws {
        async let opening: Void = open { [form, gate] in
            for await _ in gate { return form }
            return form
        }
        #expect(await clock.nextSleep() == .seconds(1))
        clock.wake()
        await messenger.somethingWaits()
        gateOpens.yield()
        try await opening
        #expect(await messenger.waiting == ["Scan"])
        #expect(await messenger.filled == [form])
        #expect(await messenger.forms == [], "the trigger is used up")
    }

    @Test("Why there is no form stands where it was waited for, and goes the way of every refusal")
    func refused() async throws {
        let opening = Task {
            try await open { [gate] in
                for await _ in gate { break }
                throw Refusal("Nothing of this is in trouble any more.")
            }
        }
        _ = await clock.nextSleep()
        clock.wake()
        await messenger.somethingWaits()
        gateOpens.yield()
        await #expect(throws: Refusal.self) { try await opening.value }
        #expect(await messenger.explained == ["Scan: Nothing of this is in trouble any more."])
    }

    @Test(
        "What was closed while it waited stays closed, without a word; another failure is told",
        arguments: [MessengerError.Code.notFound, .unavailable])
    func closed(code: MessengerError.Code) async throws {
        await messenger.fail("waiting forms", with: MessengerError(code, "No view."))
        let opening = Task {
            try await open { [form, gate] in
                for await _ in gate { break }
                return form
            }
        }
        _ = await clock.nextSleep()
        clock.wake()
        await messenger.somethingWaits()
        gateOpens.yield()
        let outcome = await opening.result
        if code == .notFound {
            #expect(throws: Never.self) { try outcome.get() }
        } else {
            #expect(throws: MessengerError.self) { try outcome.get() }
        }
        #expect(await messenger.explained == (code == .notFound ? [] : ["Scan: That did not work."]))
    }
}
