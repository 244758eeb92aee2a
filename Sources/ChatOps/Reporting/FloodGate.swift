import CloudTrailCore
import FoundationEssentials
import Synchronization

/// How many messages of their own alerts get in one conversation within an hour: what is more is told as one.
struct FloodGate {
    static let window: TimeInterval = 3600

    private let limit: Int
    private var posts: [String: [Date]] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts the message that is admitted.
    mutating func admit(_ recipient: String, at now: Date) -> Bool {
        let recent = (posts[recipient] ?? []).filter { now.timeIntervalSince($0) < Self.window }
        guard recent.count < limit else {
            posts[recipient] = recent
            return false
        }
        posts[recipient] = recent + [now]
        if posts.count > 5000 { posts = posts.filter { now.timeIntervalSince($0.value.last ?? now) < Self.window } }
        return true
    }
}

/// What did not get messages of its own, by recipient, as long as it still grows.
struct Crowd: Sendable {
    /// What comes later begins another one.
    static let growth: TimeInterval = 15 * 60

    let beganAt: Date
    var shownBy: (conversation: Conversation, message: MessageReference)?
    var causes: Set<RootCause> = []
    var places: Set<AccountRegion> = []
    var severities: [Severity: Int] = [:]
    /// The gravest, one line each.
    var lines: [(severity: Severity, text: RichText)] = []

    init(at now: Date) {
        beganAt = now
    }

    mutating func add(_ subject: AlertSubject, _ issues: [Issue], _ playbook: Playbook) {
        guard let worst = issues.map(\.severity).max(), causes.insert(subject.cause).inserted else { return }
        places.formUnion(issues.map(\.place))
        severities[worst, default: 0] += 1
        guard lines.count < 10 || lines.last.map({ $0.severity < worst }) ?? true else { return }
        let sentences = issues.flatMap { $0.findings(of: subject.cause) }.map(\.sentence).once
        lines.append(
            (
                worst,
                "\(where: issues.map(\.place), playbook): \(listed(sentences, atMost: 2, by: "; ").shortened(to: 300))"
            ))
        lines.sort { $0.severity > $1.severity }
        lines = Array(lines.prefix(10))
    }

    var message: Message {
        let accounts = Set(places.map(\.account)).count
        let kinds = Severity.allCases.reversed().compactMap { severity in
            severities[severity].map { "\($0) \(severity.rawValue)" }
        }
        var blocks: [Message.Block] = [
            .heading(
                "CloudTrail: \(counted(causes.count, "more cause")), in \(counted(places.count, "region")) of \(counted(accounts, "account"))"
            ),
            .facts([.init("Severity", "\(kinds.joined(separator: ", "))")]), .list(lines.map(\.text)),
        ]
        if causes.count > lines.count { blocks.append(.note("and \(causes.count - lines.count) more")) }
        blocks.append(
            .paragraph(
                "So much came at once that these get no messages of their own. \(code: "issues") lists them, with what can be done; the file has them all."
            ))
        return Message(summary: blocks.plain, blocks: blocks)
    }
}

/// The gate and the crowds before it, which several deliveries share.
final class Floods: Sendable {
    private struct State {
        var gate: FloodGate
        var crowds: [String: Crowd] = [:]
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(gate: FloodGate(limit: limit)))
    }

    func admit(_ recipient: String, at now: Date) -> Bool { state.withLock { $0.gate.admit(recipient, at: now) } }

    /// The crowd that is growing, or a new one.
    func crowd(of recipient: String, at now: Date) -> Crowd {
        state.withLock { state in
            state.crowds = state.crowds.filter { now.timeIntervalSince($0.value.beganAt) < Crowd.growth }
            return state.crowds[recipient] ?? Crowd(at: now)
        }
    }

    func keep(_ crowd: Crowd, of recipient: String) { state.withLock { $0.crowds[recipient] = crowd } }
}
