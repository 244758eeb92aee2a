/// Decides which request is worked on next: one after the other within a conversation, side by side across them, and
/// never more than there is room for.
struct RequestLine: Sendable {
    /// Where order matters: a channel, or a thread in it.
    private struct Place: Hashable {
        var channel: String
        var thread: String?

        init(_ request: ChatRequest) {
            (channel, thread) = (request.conversation.channel, request.conversation.thread)
        }
    }

    /// A request that is worked on.
    struct Turn: Sendable {
        var request: ChatRequest
        fileprivate var number: Int
    }

    private let width: Int
    private let room: Int
    /// What waits, by place; a place with nothing to do is not in it.
    private var waiting: [Place: Queue<ChatRequest>] = [:]
    /// The places whose next request may begin, in the order in which they became ready.
    private var ready = Queue<Place>()
    /// The requests that hold up their place.
    private var holding: [Place: Int] = [:]
    private var running = 0
    private var waitingCount = 0
    /// Of the request begun last.
    private(set) var lastNumber = 0

    /// - Parameters:
    ///   - width: how many requests are worked on at once.
    ///   - room: how many may wait for it.
    init(width: Int, room: Int) {
        self.width = width
        self.room = room
    }

    var isIdle: Bool { running == 0 && waitingCount == 0 }

    /// false when there is no room.
    mutating func add(_ request: ChatRequest) -> Bool {
        guard waitingCount < room else { return false }
        let place = Place(request)
        if waiting[place] == nil, holding[place] == nil { ready.append(place) }
        waiting[place, default: Queue()].append(request)
        waitingCount += 1
        return true
    }

    /// The next request to begin with, nil when none may.
    mutating func next() -> Turn? {
        guard running < width, let place = ready.popFirst(), let request = waiting[place]?.popFirst() else {
            return nil
        }
        if waiting[place]?.isEmpty == true { waiting[place] = nil }
        waitingCount -= 1
        running += 1
        lastNumber += 1
        holding[place] = lastNumber
        return Turn(request: request, number: lastNumber)
    }

    /// Whether something waits for a request of its own place.
    var isHeldUp: Bool { holding.keys.contains { waiting[$0] != nil } }

    /// The places of all requests begun until then go on to their next ones, though these still run.
    mutating func release(upTo number: Int) {
        for (place, holder) in holding where holder <= number { release(place) }
    }

    mutating func finish(_ turn: Turn) {
        running -= 1
        let place = Place(turn.request)
        if holding[place] == turn.number { release(place) }
    }

    private mutating func release(_ place: Place) {
        holding[place] = nil
        if waiting[place] != nil { ready.append(place) }
    }
}

/// First in, first out, both in constant time.
private struct Queue<Item: Sendable>: Sendable {
    private var items: [Item?] = []
    private var head = 0

    var isEmpty: Bool { head == items.count }

    mutating func append(_ item: Item) { items.append(item) }

    mutating func popFirst() -> Item? {
        guard head < items.count else { return nil }
        let item = items[head]
        items[head] = nil
        head += 1
        if head > 64, head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
        return item
    }
}
