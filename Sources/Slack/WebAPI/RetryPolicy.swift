import Networking

/// Decides whether, and when, a failed call is made again.
struct RetryPolicy: Sendable, Equatable {
    var attempts = 5
    var backoff = Backoff(base: .milliseconds(250), limit: .seconds(8), floor: 0.5)

    /// nil: the failure is final. `attempt` counts the calls made so far.
    func delay(after error: WebAPIError, _ repetition: WebMethod.Repetition, attempt: Int, random: Double) -> Duration?
    {
        guard attempt < attempts, mayRepeat(error, repetition) else { return nil }
        let pause = backoff.delay(attempt: attempt, random: random)
        // The jitter keeps calls that were limited together from coming back together.
        if case .rateLimited(let delay) = error.reason { return delay + backoff.base * random }
        return pause
    }

    private func mayRepeat(_ error: WebAPIError, _ repetition: WebMethod.Repetition) -> Bool {
        switch repetition {
        case .never: false
        case .harmless: isTransient(error)
        case .onlyIfUndone: wasUndone(error)
        case .onlyIfSaidUndone: wasUndone(error) || isSaidUndone(error)
        }
    }

    private func isTransient(_ error: WebAPIError) -> Bool {
        switch error.reason {
        case .rateLimited, .malformed: true
        case .status(let status): status >= 500
        case .refused(let refusal): Self.troubles.contains(refusal.error)
        case .transport(let error): error.isTransient
        }
    }

    /// A message posted twice is worse than one posted late, and one that is lost is worse than both. So a post is
    /// repeated here when it never reached Slack, or was turned away; not after a timeout, a lost connection or trouble
    /// inside Slack, behind which it may well have been posted: who posted looks for it first.
    private func wasUndone(_ error: WebAPIError) -> Bool {
        switch error.reason {
        case .rateLimited: true
        case .refused(let refusal): Self.turnedAway.contains(refusal.error)
        case .transport(let error): error.code == .connectionFailed || error.code == .nameNotResolved
        case .status, .malformed: false
        }
    }

    /// Slack says that it failed, which is mostly so.
    private func isSaidUndone(_ error: WebAPIError) -> Bool {
        switch error.reason {
        case .status(let status): status >= 500
        case .refused(let refusal): Self.troubles.contains(refusal.error)
        case .rateLimited, .malformed, .transport: false
        }
    }

    /// Said before anything was done.
    private static let turnedAway: Set = ["service_unavailable", "request_timeout"]
    /// Slack's own trouble, said in a well-formed answer.
    private static let troubles = turnedAway.union(["internal_error", "fatal_error"])
}
