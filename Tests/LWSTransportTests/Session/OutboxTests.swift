import FoundationEssentials
import Testing

@testable import LWSTransport

@Suite("Outbox")
struct OutboxTests {
    @Test("A ping goes first, answers go ahead of messages, each in their order")
    func ordersFrames() {
        var outbox = Outbox()
        outbox.append(message: Data("m1"))
        outbox.append(message: Data("m2"))
        outbox.append(answer: Data("a1"))
        outbox.appendPing()
        outbox.append(answer: Data("a2"))
        let frames = (0..<5).map { _ in outbox.next() }
        #expect(
            frames == [.ping, .text(Data("a1")), .text(Data("a2")), .text(Data("m1")), .text(Data("m2"))])
        #expect(outbox.isEmpty)
        #expect(outbox.next() == nil)
    }

    @Test("An answer that comes between messages overtakes those that wait")
    func overtakes() {
        var outbox = Outbox()
        for index in 0..<200 { outbox.append(message: Data("\(index)")) }
        #expect(outbox.next() == .text(Data("0")))
        outbox.append(answer: Data("answer"))
        #expect(outbox.next() == .text(Data("answer")))
        for index in 1..<200 { #expect(outbox.next() == .text(Data("\(index)"))) }
        outbox.append(message: Data("again"))
        #expect(outbox.next() == .text(Data("again")))
        #expect(outbox.isEmpty)
    }
}
