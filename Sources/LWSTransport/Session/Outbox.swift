import FoundationEssentials

/// What waits to be written, in the order in which it goes out: ping, answers, everything else.
struct Outbox {
    enum Frame: Equatable {
        case ping
        case text(Data)
    }

    private var ping = false
    private var answers = Queue()
    private var messages = Queue()

    /// Bytes that wait.
    private(set) var count = 0

    var isEmpty: Bool { !ping && answers.isEmpty && messages.isEmpty }

    mutating func appendPing() { ping = true }

    mutating func append(answer: Data) {
        answers.append(answer)
        count += answer.count
    }

    mutating func append(message: Data) {
        messages.append(message)
        count += message.count
    }

    mutating func next() -> Frame? {
        if ping {
            ping = false
            return .ping
        }
        guard let text = answers.popFirst() ?? messages.popFirst() else { return nil }
        count -= text.count
        return .text(text)
    }
}

/// First in, first out, both in constant time.
private struct Queue {
    private var items: [Data?] = []
    private var head = 0

    var isEmpty: Bool { head == items.count }

    mutating func append(_ item: Data) { items.append(item) }

    mutating func popFirst() -> Data? {
        guard head < items.count else { return nil }
        defer {
            items[head] = nil
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: head <= 64)
                head = 0
            }
        }
        return items[head]
    }
}
