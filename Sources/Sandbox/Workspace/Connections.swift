import FoundationEssentials
import Networking

/// One Socket Mode connection.
struct Connection: Sendable {
    var number: Int
    var outgoing: AsyncStream<WireFrame>.Continuation

    func send(_ message: JSONValue) {
        outgoing.yield(.text(message.encoded))
    }
}

/// The open connections and the tickets for new ones.
struct Connections: Sendable {
    /// Slack allows ten an app.
    static let maximum = 10

    private(set) var all: [Connection] = []
    private(set) var silent: Set<Int> = []
    private(set) var opened = 0
    private var tickets: Set<String> = []
    private var turn = 0

    mutating func admit(_ ticket: String) { tickets.insert(ticket) }

    /// A ticket is good for one connection.
    mutating func redeem(_ ticket: String) -> Bool { tickets.remove(ticket) != nil }

    mutating func add(_ outgoing: AsyncStream<WireFrame>.Continuation) -> Connection {
        opened += 1
        let connection = Connection(number: opened, outgoing: outgoing)
        all.append(connection)
        return connection
    }

    /// False when it was gone already.
    mutating func remove(_ number: Int) -> Bool {
        guard let index = all.firstIndex(where: { $0.number == number }) else { return false }
        all.remove(at: index)
        return true
    }

    mutating func silence(_ number: Int) { silent.insert(number) }

    func isSilent(_ number: Int) -> Bool { silent.contains(number) }

    /// Each payload goes to one of them, in turn.
    mutating func next() -> Connection? {
        guard !all.isEmpty else { return nil }
        turn += 1
        return all[turn % all.count]
    }
}
