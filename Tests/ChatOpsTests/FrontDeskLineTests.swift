import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("The front desk under load", .timeLimit(.minutes(1)))
struct FrontDeskLineTests {
    private static let nothing = AsyncStream<ChatRequest> { $0.finish() }

    private func request(_ text: String, _ number: Int, in channel: String = "#ops", by person: String = "U1")
        -> ChatRequest
    {
        ChatRequest(
            id: "\(channel)\(number)", person: PersonID(rawValue: person),
            conversation: Conversation(channel: channel, kind: .channel), input: .text(text))
    }

    private func stream(_ requests: [ChatRequest]) -> AsyncStream<ChatRequest> {
        AsyncStream { continuation in
            for request in requests { continuation.yield(request) }
            continuation.finish()
        }
    }

    @Test("A conversation is answered in its order, and everything taken is answered before the end")
    func order() async {
        let house = House()
        let words = (1...40).map { "word\($0)" }
        await house.desk.run(
            stream(words.enumerated().map { request($1, $0, in: $0 % 2 == 0 ? "#even" : "#odd") }),
            surplus: Self.nothing)
        for (channel, remainder) in [("#even", 0), ("#odd", 1)] {
            let answers = await house.messenger.sent.filter { $0.conversation?.channel == channel }
                .map(\.message.summary)
            let asked = words.enumerated().filter { $0.offset % 2 == remainder }.map(\.element)
            #expect(answers.count == 20)
            #expect(zip(answers, asked).allSatisfy { $0.contains("Unknown command \($1).") }, "\(answers)")
        }
    }

    @Test("What there is no room for is refused, and each person told so once")
    func refused() async {
        let house = House()
        let requests = (1...10).map { request("ping", $0, by: $0 < 9 ? "U1" : "U2") }
        let (slow, feed) = AsyncStream.makeStream(of: ChatRequest.self)
        for request in requests { feed.yield(request) }
        feed.finish()
        await house.messenger.hold()
        async let run: Void = house.desk.run(slow, surplus: Self.nothing, width: 1, room: 2)
        await house.messenger.whispers(2)
        await house.messenger.release()
        await run
        let refusals = await house.messenger.sent.filter { $0.way == .whisper }
        #expect(refusals.count == 2)
        #expect(
            refusals.map(\.message.summary).allSatisfy {
                $0 == "I have more to do than I can keep up with, and left this undone. Please ask again in a minute."
            })
        #expect(await house.messenger.summaries.count { $0 == "pong" } <= 3)
    }

    @Test("The surplus of the socket is refused in the same words")
    func surplus() async {
        let house = House()
        await house.desk.run(stream([]), surplus: stream([request("ping", 1), request("ping", 2)]))
        #expect(await house.messenger.sent.map(\.way) == [.whisper])
    }

    @Test("Who only opened the home is told nothing of that, and is told when they ask for something")
    func homeOpened() async {
        let house = House()
        var opened = request("", 1)
        opened.input = .homeOpened
        await house.desk.run(stream([]), surplus: stream([opened]))
        #expect(await house.messenger.sent.isEmpty)
        #expect(await house.store.audit.isEmpty)
        await house.desk.run(stream([]), surplus: stream([opened, request("ping", 2)]))
        #expect(await house.messenger.sent.map(\.way) == [.whisper])
        #expect(await house.store.audit.map(\.command) == ["ping"])
    }

    @Test("A person is told again after a minute, not before; those remembered are bounded")
    func manners() {
        var manners = RefusalManners()
        let (start, ann) = (ContinuousClock.now, PersonID(rawValue: "UA"))
        let told = [
            manners.mayTell(ann, now: start), manners.mayTell(ann, now: start + .seconds(59)),
            manners.mayTell(PersonID(rawValue: "UB"), now: start), manners.mayTell(ann, now: start + .seconds(60)),
        ]
        #expect(told == [true, false, true, true])
    }

    @Test("A scan that takes long does not hold up its conversation")
    func longScan() async {
        let house = House()
        let (requests, feed) = AsyncStream.makeStream(of: ChatRequest.self)
        await house.messenger.hold()
        async let run: Void = house.desk.run(requests, surplus: Self.nothing, patience: .milliseconds(1))
        feed.yield(request("ping", 1))
        feed.yield(request("frobnicate", 2))
        await house.messenger.whispers(1)
        #expect(await house.messenger.summaries.count == 1, "the second was answered before the first")
        await house.messenger.release()
        feed.finish()
        await run
        #expect(await house.messenger.summaries.last == "pong")
    }
}
