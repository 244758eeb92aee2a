import Networking

/// How long another token is waited for where Slack refuses the one in use: whoever rotates tokens may take the old one back
/// before the new one is where the bot reads it. A token that never worked is not waited for.
struct TokenGrace {
    static let limit = Duration.seconds(600)
    /// Between looks for another.
    static let pause = Duration.seconds(15)

    private enum State {
        case untried
        case accepted
        case refused(since: ContinuousClock.Instant)
    }

    private var state: State

    init(isAccepted: Bool = false) {
        state = isAccepted ? .accepted : .untried
    }

    mutating func accept() { state = .accepted }

    /// Whether it is still waited for after this refusal.
    mutating func refuse(_ token: Rotating<Secret>, now: ContinuousClock.Instant) -> Bool {
        guard token.isRotated else { return false }
        switch state {
        case .untried: return false
        case .accepted:
            state = .refused(since: now)
            return true
        case .refused(let since): return since.duration(to: now) < Self.limit
        }
    }
}
