import Testing

@testable import ChatOps

@Suite("The line of requests")
struct RequestLineTests {
    private func request(_ id: String, in channel: String, thread: String? = nil) -> ChatRequest {
        ChatRequest(
            id: id, person: PersonID(rawValue: "U1"),
            conversation: Conversation(channel: channel, kind: .channel, thread: thread), input: .text("ping"))
    }

    @Test("One after the other in a conversation, side by side across them, first come first served")
    func order() {
        var line = RequestLine(width: 10, room: 10)
        for (id, channel) in [("a1", "A"), ("a2", "A"), ("b1", "B"), ("a3", "A")] {
            _ = line.add(request(id, in: channel))
        }
        let first = line.next()!
        let other = line.next()!
        #expect([first.request.id, other.request.id] == ["a1", "b1"])
        #expect(line.next() == nil)
        line.finish(first)
        let second = line.next()!
        #expect(second.request.id == "a2")
        line.finish(other)
        #expect(line.next() == nil)
        line.finish(second)
        let third = line.next()!
        #expect(third.request.id == "a3")
        #expect(!line.isIdle)
        line.finish(third)
        #expect(line.isIdle)
    }

    @Test("A thread is a conversation of its own")
    func threads() {
        var line = RequestLine(width: 10, room: 10)
        _ = line.add(request("a", in: "A"))
        _ = line.add(request("t", in: "A", thread: "1.1"))
        let begun = [line.next(), line.next()]
        #expect(begun.map { $0?.request.id } == ["a", "t"])
    }

    @Test("No more at once than the width; whoever is served next was first")
    func width() {
        var line = RequestLine(width: 1, room: 10)
        for channel in ["A", "B", "C"] { _ = line.add(request(channel, in: channel)) }
        _ = line.add(request("A2", in: "A"))
        var served: [String] = []
        while let turn = line.next() {
            #expect(line.next() == nil)
            served.append(turn.request.id)
            line.finish(turn)
        }
        #expect(served == ["A", "B", "C", "A2"])
    }

    @Test("No more wait than there is room for; what is begun with makes room")
    func room() {
        var line = RequestLine(width: 1, room: 2)
        let taken = (1...4).map { line.add(request("\($0)", in: "A")) }
        #expect(taken == [true, true, false, false])
        _ = line.next()
        let later = [line.add(request("5", in: "A")), line.add(request("6", in: "A"))]
        #expect(later == [true, false])
    }

    @Test("A long request gives its conversation free, and keeps its place among those at work")
    func release() {
        var line = RequestLine(width: 2, room: 10)
        for id in ["scan", "status", "ping"] { _ = line.add(request(id, in: "A")) }
        let scan = line.next()!
        #expect(line.isHeldUp)
        line.release(upTo: line.lastNumber)
        line.release(upTo: line.lastNumber)
        let status = line.next()!
        #expect(status.request.id == "status")
        line.finish(scan)
        #expect(line.next() == nil, "the status is still under way")
        line.finish(status)
        let ping = line.next()
        #expect(ping?.request.id == "ping")
    }

    @Test("Thousands in one conversation keep their order")
    func many() {
        var line = RequestLine(width: 4, room: 5000)
        for number in 0..<5000 { _ = line.add(request("\(number)", in: "A")) }
        var served: [String] = []
        while let turn = line.next() {
            served.append(turn.request.id)
            line.finish(turn)
        }
        #expect(served == (0..<5000).map(String.init))
        #expect(line.isIdle)
    }
}

extension RequestLine.Turn: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.request == right.request }
}
