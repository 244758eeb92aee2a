import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Where answers go")
struct ThreadTests {
    private func ask(
        _ house: House, _ input: ChatRequest.Input, thread: String? = nil, said: String? = nil,
        kind: Conversation.Kind = .channel
    ) async -> [RecordingMessenger.Sent] {
        let before = await house.messenger.sent.count
        await house.desk.handle(
            ChatRequest(
                id: UUID().uuidString, person: PersonID(rawValue: "U1"),
                conversation: Conversation(channel: "#ops", kind: kind, thread: thread), input: input, said: said))
        return await Array(house.messenger.sent.dropFirst(before))
    }

    @Test("What is asked in a thread is answered there, by mention or directly, refusals too")
    func typed() async {
        let house = House()
        for kind in [Conversation.Kind.channel, .direct] {
            for text in ["ping", "help", "issues", "frobnicate", "scan account payments", "scan"] {
                let said = await ask(house, .text(text), thread: "1.1", kind: kind)
                #expect(!said.isEmpty)
                let threads = said.filter { $0.way != .update }.map { $0.conversation?.thread }
                #expect(threads.allSatisfy { $0 == "1.1" }, "\(text) \(kind)")
            }
        }
    }

    @Test("A button that stands for a command, and what is chosen from a menu, are answered in their message's thread")
    func commandButtons() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let place = AccountRegion(payments.id, ireland)
        let message = MessageReference(channel: "#ops", id: "7.7")
        let actions: [ButtonAction?] = [
            .command("whitelist list"), .command("scan account payments"),
            .place(place, .snooze).choosing("4h", for: "snooze"), .place(place, .snooze).choosing("U1", for: "assign"),
        ]
        for action in actions {
            let said = await ask(house, .button(try #require(action), on: message, trigger: "T"))
            #expect(said.first?.conversation?.thread == "7.7", "\(String(describing: action))")
            let inThread = await ask(house, .button(try #require(action), on: message, trigger: "T"), thread: "1.1")
            #expect(inThread.first?.conversation?.thread == "1.1", "the message stands in a thread itself")
        }
    }

    @Test("What one person alone sees stands in the channel, since a thread that nobody answered in would hide it")
    func whispers() async {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        let message = MessageReference(channel: "#ops", id: "7.7")
        let explain = ChatRequest.Input.button(
            .place(AccountRegion(payments.id, ireland), .explain), on: message, trigger: "T")
        let refused = ChatRequest.Input.button(.command("frobnicate"), on: message, trigger: "T")
        for input in [explain, refused] {
            #expect(await ask(house, input).map { $0.conversation?.thread } == [nil])
            #expect(await ask(house, input, thread: "1.1").map { $0.conversation?.thread } == ["1.1"])
            #expect(await ask(house, input, kind: .direct).map { $0.conversation?.thread } == ["7.7"])
        }
    }

    @Test("In a scan's thread commands are commands; only what is none may answer Hammer's questions")
    func scanThread() async {
        let house = House()
        _ = await ask(house, .text("scan account payments"), said: "5.5")
        func said(_ text: String) async -> String {
            await ask(house, .text(text), thread: "5.5").last?.message.summary ?? ""
        }
        #expect(await said("cloudtrails config").contains("Default owner"))
        #expect(await said("cloudtrails whitelisted items").hasPrefix("The whitelist is empty"))
        #expect(await said("issues").hasPrefix("No issues are stored"))
        #expect(await said("scan all").hasPrefix("Scan of all accounts finished."))
        #expect(await said("eu-west-1, us-east-1").hasPrefix("Scan of payments (111111111111) finished."))
        for answer in ["all", "cloudtrails, s3_bucket_acl", "cloudtrails", #"{"owner": "dana"}"#] {
            #expect(await said(answer).hasPrefix("I ask nothing before a scan"), "\(answer)")
        }
        #expect(await said("frobnicate").hasPrefix("Unknown command frobnicate."))
    }
}
