import FoundationEssentials
import Synchronization

/// Checks who may do what, and remembers who may look, for answers that cannot wait until it is found out: whoever is not known
/// lately to be allowed gets nothing then, and is asked about meanwhile.
public final class Clearances: Sendable {
    /// So long an answer counts; one that is older than `fresh` is asked for anew beside.
    static let life: TimeInterval = 600
    static let fresh: TimeInterval = 60
    static let most = 5000

    private struct Key: Hashable {
        var person: PersonID
        var channel: String
    }

    private struct Memory {
        var answers: [Key: (mayLook: Bool, at: Date)] = [:]
        /// Asked about, and not known yet.
        var asked: Set<Key> = []
    }

    private let permissions: Permissions
    private let directory: any Messenger
    private let now: @Sendable () -> Date
    private let memory = Mutex(Memory())
    private let questions: AsyncStream<(PersonID, Conversation)>
    private let ask: AsyncStream<(PersonID, Conversation)>.Continuation

    public init(permissions: Permissions, directory: any Messenger, now: @escaping @Sendable () -> Date) {
        self.permissions = permissions
        self.directory = directory
        self.now = now
        (questions, ask) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(256))
    }

    /// As `Permissions.check`. Whoever may do anything may look.
    func check(
        _ person: Person, may command: Command, named name: RichText? = nil, in conversation: Conversation
    ) async throws {
        do {
            try await permissions.check(person, may: command, named: name, in: conversation)
            remember(true, person.id, in: conversation)
        } catch let refusal as Refusal {
            if command.role == .viewer { remember(false, person.id, in: conversation) }
            throw refusal
        }
    }

    /// From memory alone; false for whom nothing is known of, who is asked about until the next time.
    public func mayLook(_ person: PersonID, in conversation: Conversation) -> Bool {
        let key = Key(person: person, channel: conversation.channel)
        let moment = now()
        let (mayLook, isAsked) = memory.withLock { memory -> (Bool, Bool) in
            let answer = memory.answers[key].map { (mayLook: $0.mayLook, age: moment.timeIntervalSince($0.at)) }
            let mayLook = answer.map { $0.mayLook && $0.age <= Self.life } ?? false
            guard answer.map({ $0.age > Self.fresh }) ?? true else { return (mayLook, false) }
            return (mayLook, memory.asked.insert(key).inserted)
        }
        if isAsked { ask.yield((person, conversation)) }
        return mayLook
    }

    /// Finds out what was asked, until the task is cancelled.
    public func run() async {
        for await (person, conversation) in questions { await find(person, in: conversation) }
    }

    /// What cannot be found out stays unknown, and is asked again the next time.
    private func find(_ id: PersonID, in conversation: Conversation) async {
        if let person = try? await directory.anybody(id) {
            try? await check(person, may: .accounts(part: nil), in: conversation)
        }
        memory.withLock { _ = $0.asked.remove(Key(person: id, channel: conversation.channel)) }
    }

    /// Whether somebody is asked about, and the answer is not there yet.
    func isAsking(about person: PersonID, in conversation: Conversation) -> Bool {
        memory.withLock { $0.asked.contains(Key(person: person, channel: conversation.channel)) }
    }

    private func remember(_ mayLook: Bool, _ person: PersonID, in conversation: Conversation) {
        let key = Key(person: person, channel: conversation.channel)
        let moment = now()
        memory.withLock { memory in
            if memory.answers.count >= Self.most, memory.answers[key] == nil { memory.answers = [:] }
            memory.answers[key] = (mayLook, moment)
        }
    }
}

extension Messenger {
    /// Whom the chat does not know is a stranger.
    func anybody(_ id: PersonID) async throws(MessengerError) -> Person {
        do throws(MessengerError) {
            return try await person(id)
        } catch  where error.code == .notFound {
            return Person(id: id, names: [], membership: .stranger)
        }
    }
}
