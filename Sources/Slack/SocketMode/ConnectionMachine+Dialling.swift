import Networking

extension ConnectionMachine {
    /// https://docs.slack.dev/apis/events-api/using-socket-mode
    private static let mostConnections = 10

    /// Whether there are fewer connections than there should be, one that is about to end not counted, and room for one.
    var isShort: Bool {
        links.values.count { !$0.isRetiring } < policy.connections
            && links.count + draining.count < Self.mostConnections
    }

    /// When the next dial may begin. A connection that is about to end is replaced without spacing.
    var dialTime: Instant {
        let isServed = !links.isEmpty && links.values.allSatisfy { !$0.isRetiring }
        return isServed ? max(pausedUntil, spacedUntil) : pausedUntil
    }

    mutating func dialIfShort(now: Instant) -> [Action] {
        guard dialler == .idle, isShort, dialTime <= now else { return [] }
        let wait = bucket.take(now: now)
        guard wait == .zero else {
            pausedUntil = now + wait
            return []
        }
        dialler = .opening
        return [.open]
    }

    mutating func opened(_ url: String, now: Instant) -> [Action] {
        guard dialler == .opening else { return [] }
        lastEpoch += 1
        dialler = .dialling(epoch: lastEpoch, until: now + policy.helloLimit)
        return [.dial(url: url, epoch: lastEpoch)]
    }

    mutating func openFailed(_ failure: OpenFailure, now: Instant, random: Double) -> [Action] {
        guard dialler == .opening else { return [] }
        switch failure {
        case .fatal(let sentence):
            return stop(sentence)
        case .limited(let retryAfter):
            dialler = .idle
            // Replicas that were limited together must not come back together.
            let wait = retryAfter + policy.backoff.base * random
            pausedUntil = now + wait
            return [.warn("apps.connections.open is rate limited, next attempt in \(wait.inSeconds)")]
        case .failed(let why):
            return retry("apps.connections.open failed: \(why)", now: now, random: random)
        }
    }

    mutating func dialEnded(_ epoch: Int, _ why: String, now: Instant, random: Double) -> [Action] {
        guard isDialling(epoch) else { return [] }
        return retry("the connection was not established: \(why)", now: now, random: random)
    }

    mutating func retry(_ why: String, now: Instant, random: Double) -> [Action] {
        failures += 1
        let delay = policy.backoff.delay(attempt: failures, random: random)
        dialler = .idle
        pausedUntil = now + delay
        return [.warn("\(why); attempt \(failures + 1) in \(delay.inSeconds)")]
    }

    func isDialling(_ epoch: Int) -> Bool {
        if case .dialling(epoch, _) = dialler { true } else { false }
    }

    mutating func stop(_ sentence: String) -> [Action] {
        dialler = .stopped
        links = [:]
        draining = [:]
        return [.stop(sentence)]
    }
}

extension Duration {
    /// "1.5 s", for logs.
    var inSeconds: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
