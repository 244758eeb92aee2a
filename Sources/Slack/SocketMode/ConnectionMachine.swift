import Networking

/// Decides when Socket Mode connections are opened, replaced and given up. Pure: what happened goes in with its time,
/// what to do comes out. There is one dialler, as many connections as the policy asks for, and any number that drain.
struct ConnectionMachine {
    typealias Instant = ContinuousClock.Instant

    enum Input: Equatable {
        case started
        case opened(url: String)
        case openFailed(OpenFailure)
        case dialFailed(epoch: Int, TransportError)
        case hello(epoch: Int, ControlFrame.Hello)
        case disconnect(epoch: Int, reason: String)
        case closed(epoch: Int, WebSocketClosure)
        /// `nextWake` has come.
        case tick
    }

    enum Action: Equatable {
        /// Ask `apps.connections.open` for a URL, which is good for one dial.
        case open
        case dial(url: String, epoch: Int)
        case close(epoch: Int)
        /// Nothing will work until someone mends what the sentence says.
        case stop(String)
        case note(String)
        case warn(String)
    }

    enum Dialler: Equatable {
        /// → opening
        case idle
        /// → dialling, idle, stopped
        case opening
        /// → idle
        case dialling(epoch: Int, until: Instant)
        /// The end.
        case stopped
    }

    /// A connection that has its hello.
    struct Link {
        var refreshAt: Instant?
        /// As Slack announced it with its hello; nil once it has warned, which counts from then.
        var endsAt: Instant?
        /// Serves until its replacement has its hello.
        var isRetiring = false
    }

    let policy: ConnectionPolicy
    var dialler = Dialler.idle
    /// The serving connections, by epoch.
    var links: [Int: Link] = [:]
    /// Replaced connections, by epoch, and when they are closed unless Slack does it before.
    var draining: [Int: Instant] = [:]
    var lastEpoch = 0
    var bucket: TokenBucket
    /// No dial before: failures, limits and crowding.
    var pausedUntil: Instant
    /// No dial before as long as a connection serves: one after the other, and slowly beside ghosts.
    var spacedUntil: Instant
    var failures = 0
    var crowdings = 0
    /// Connections of this app that are not ours, as Slack counted at the last hello.
    var ghosts = 0

    init(policy: ConnectionPolicy, now: Instant) {
        self.policy = policy
        bucket = TokenBucket(capacity: policy.dialBurst, interval: policy.dialInterval, now: now)
        (pausedUntil, spacedUntil) = (now, now)
    }

    /// When `tick` is due.
    var nextWake: Instant? {
        var times = Array(draining.values) + links.values.compactMap(\.refreshAt)
        switch dialler {
        case .dialling(_, let until): times.append(until)
        case .idle where isShort: times.append(dialTime)
        case .idle, .opening, .stopped: break
        }
        return times.min()
    }

    /// `random` is a number in 0..<1, drawn anew for every call.
    mutating func handle(_ input: Input, now: Instant, random: Double) -> [Action] {
        if dialler == .stopped { return [] }
        let actions: [Action] =
            switch input {
            case .started: []
            case .opened(let url): opened(url, now: now)
            case .openFailed(let failure): openFailed(failure, now: now, random: random)
            case .dialFailed(let epoch, let error): dialEnded(epoch, "\(error)", now: now, random: random)
            case .hello(let epoch, let hello): greeted(epoch, hello, now: now, random: random)
            case .disconnect(let epoch, let reason): disconnected(epoch, reason, now: now, random: random)
            case .closed(let epoch, let closure): closed(epoch, closure, now: now, random: random)
            case .tick: tick(now: now, random: random)
            }
        return actions + dialIfShort(now: now)
    }
}
