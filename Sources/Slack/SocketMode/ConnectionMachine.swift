import Networking

/// Decides when the Socket Mode connection is opened, replaced and given up. Pure: what happened goes in with its time,
/// what to do comes out. There is one dialler, one current connection, and any number that are drained.
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

    private enum Dialler: Equatable {
        /// → waiting, opening
        case idle
        /// → opening
        case waiting(until: Instant)
        /// → dialling, waiting, stopped
        case opening
        /// → idle (hello), waiting
        case dialling(epoch: Int, until: Instant)
        /// The end.
        case stopped
    }

    private struct Link {
        var epoch: Int
        var refreshAt: Instant?
        var isRetiring = false
    }

    private let policy: ConnectionPolicy
    private var dialler = Dialler.idle
    private var current: Link?
    /// Replaced connections, by epoch, and when they are closed unless Slack does it before.
    private var draining: [Int: Instant] = [:]
    private var lastEpoch = 0
    private var bucket: TokenBucket
    private var failures = 0
    private var crowdings = 0
    private var ghosts = 0

    init(policy: ConnectionPolicy, now: Instant) {
        self.policy = policy
        bucket = TokenBucket(capacity: policy.dialBurst, interval: policy.dialInterval, now: now)
    }

    /// When `tick` is due.
    var nextWake: Instant? {
        var times = Array(draining.values)
        switch dialler {
        case .waiting(let until), .dialling(_, let until): times.append(until)
        case .idle, .opening, .stopped: break
        }
        if let refresh = current?.refreshAt { times.append(refresh) }
        return times.min()
    }

    /// `random` is a number in 0..<1, drawn anew for every call.
    mutating func handle(_ input: Input, now: Instant, random: Double) -> [Action] {
        if dialler == .stopped { return [] }
        return switch input {
        case .started: beginDial(now: now)
        case .opened(let url): opened(url, now: now)
        case .openFailed(let failure): openFailed(failure, now: now, random: random)
        case .dialFailed(let epoch, let error): dialEnded(epoch, "\(error)", now: now, random: random)
        case .hello(let epoch, let hello): greeted(epoch, hello, now: now)
        case .disconnect(let epoch, let reason): disconnected(epoch, reason, now: now, random: random)
        case .closed(let epoch, let closure): closed(epoch, closure, now: now, random: random)
        case .tick: tick(now: now, random: random)
        }
    }
}

// MARK: Dialling

extension ConnectionMachine {
    private mutating func beginDial(now: Instant, after delay: Duration = .zero) -> [Action] {
        guard dialler == .idle else { return [] }
        let wait = max(delay, bucket.reserve(now: now))
        if wait > .zero {
            dialler = .waiting(until: now + wait)
            return []
        }
        dialler = .opening
        return [.open]
    }

    private mutating func opened(_ url: String, now: Instant) -> [Action] {
        guard dialler == .opening else { return [] }
        lastEpoch += 1
        dialler = .dialling(epoch: lastEpoch, until: now + policy.helloLimit)
        return [.dial(url: url, epoch: lastEpoch)]
    }

    private mutating func openFailed(_ failure: OpenFailure, now: Instant, random: Double) -> [Action] {
        guard dialler == .opening else { return [] }
        switch failure {
        case .fatal(let sentence):
            return stop(sentence)
        case .limited(let retryAfter):
            dialler = .idle
            bucket.block(until: now + retryAfter, now: now)
            // Replicas that were limited together must not come back together.
            let wait = retryAfter + policy.backoff.base * random
            return [.warn("apps.connections.open is rate limited, next attempt in \(wait.inSeconds)")]
                + beginDial(now: now, after: wait)
        case .failed(let why):
            return retry("apps.connections.open failed: \(why)", now: now, random: random)
        }
    }

    private mutating func dialEnded(_ epoch: Int, _ why: String, now: Instant, random: Double) -> [Action] {
        guard isDialling(epoch) else { return [] }
        return retry("the connection was not established: \(why)", now: now, random: random)
    }

    private mutating func retry(_ why: String, now: Instant, random: Double) -> [Action] {
        failures += 1
        let delay = policy.backoff.delay(attempt: failures, random: random)
        dialler = .idle
        return [.warn("\(why); attempt \(failures + 1) in \(delay.inSeconds)")] + beginDial(now: now, after: delay)
    }

    private func isDialling(_ epoch: Int) -> Bool {
        if case .dialling(epoch, _) = dialler { true } else { false }
    }

    private mutating func stop(_ sentence: String) -> [Action] {
        dialler = .stopped
        current = nil
        draining = [:]
        return [.stop(sentence)]
    }
}

// MARK: What connections do

extension ConnectionMachine {
    private mutating func greeted(_ epoch: Int, _ hello: ControlFrame.Hello, now: Instant) -> [Action] {
        guard isDialling(epoch) else { return current?.epoch == epoch ? [] : [.close(epoch: epoch)] }
        dialler = .idle
        (failures, crowdings) = (0, 0)
        if let old = current { draining[old.epoch] = now + policy.drainLimit }
        let refresh = hello.lifetime.map { now + max($0 - policy.refreshMargin, $0 / 2) }
        current = Link(epoch: epoch, refreshAt: refresh)

        let held = 1 + draining.count
        ghosts = max(0, (hello.connections ?? held) - held)
        let note = Action.note("connected to Slack, connection \(epoch)")
        guard ghosts > 0 else { return [note] }
        let warning =
            "Slack counts \(held + ghosts) connections of this app, \(held) of them from this process: what people press "
            + "may go to the others"
        return [note, .warn(warning)]
    }

    private mutating func disconnected(_ epoch: Int, _ reason: String, now: Instant, random: Double) -> [Action] {
        switch reason {
        case "link_disabled":
            return stop(
                "Slack says that Socket Mode is switched off for this app: switch it on at https://api.slack.com/apps "
                    + "under Socket Mode, and start again.")
        case "too_many_websockets":
            return crowdedOut(epoch, now: now, random: random)
        default:
            // `warning` and `refresh_requested`; what Slack may add later ends a connection as well.
            if isDialling(epoch) {
                return [.close(epoch: epoch)]
                    + retry("Slack ended the connection before its hello (\(reason))", now: now, random: random)
            }
            guard current?.epoch == epoch, current?.isRetiring == false else { return [] }
            return [.note("Slack is about to end connection \(epoch) (\(reason))")] + replaceCurrent(now: now)
        }
    }

    /// Make before break: the old connection serves until the new one has its hello.
    private mutating func replaceCurrent(now: Instant) -> [Action] {
        current?.isRetiring = true
        current?.refreshAt = nil
        return beginDial(now: now)
    }

    private mutating func crowdedOut(_ epoch: Int, now: Instant, random: Double) -> [Action] {
        let wasCurrent = current?.epoch == epoch
        let wasDialling = isDialling(epoch)
        draining[epoch] = nil
        guard wasCurrent || wasDialling else { return [.close(epoch: epoch)] }
        if wasCurrent { current = nil }
        if wasDialling { dialler = .idle }
        crowdings += 1
        let delay = policy.crowdedBackoff.delay(attempt: crowdings, random: random)
        let warning = "Slack says this app has too many connections: stop its other processes; next attempt in "
        return [.close(epoch: epoch), .warn(warning + delay.inSeconds)] + beginDial(now: now, after: delay)
    }

    private mutating func closed(
        _ epoch: Int, _ closure: WebSocketClosure, now: Instant, random: Double
    ) -> [Action] {
        if draining.removeValue(forKey: epoch) != nil { return [] }
        guard let link = current, link.epoch == epoch else {
            return dialEnded(epoch, "it closed before its hello (\(closure.words))", now: now, random: random)
        }
        current = nil
        let note = Action.note("connection \(epoch) ended (\(closure.words))")
        // At once: the bucket slows a connection that keeps failing, and a dialler on its way goes on.
        let delay = ghosts >= policy.ghostLimit ? policy.ghostBackoff.delay(attempt: 1, random: random) : .zero
        return [note] + beginDial(now: now, after: delay)
    }

    private mutating func tick(now: Instant, random: Double) -> [Action] {
        var actions: [Action] = []
        for epoch in draining.filter({ $0.value <= now }).keys.sorted() {
            draining[epoch] = nil
            actions.append(.close(epoch: epoch))
        }
        switch dialler {
        case .waiting(let until) where until <= now:
            dialler = .opening
            actions.append(.open)
        case .dialling(let epoch, let until) where until <= now:
            actions.append(.close(epoch: epoch))
            actions += retry("no hello came within \(policy.helloLimit.inSeconds)", now: now, random: random)
        default:
            break
        }
        if let refresh = current?.refreshAt, refresh <= now { actions += replaceCurrent(now: now) }
        return actions
    }
}

extension Duration {
    /// "1.5 s", for logs.
    var inSeconds: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}

extension WebSocketClosure {
    /// For logs.
    fileprivate var words: String {
        switch self {
        case .byPeer(let code, let reason): "closed by Slack, code \(code)\(reason.isEmpty ? "" : " \(reason)")"
        case .byUs: "closed by us"
        case .silence: "nothing was heard"
        case .lost(let error): "\(error)"
        }
    }
}
