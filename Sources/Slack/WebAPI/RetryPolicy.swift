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
    /// repeated when it never reached Slack, and when Slack itself says that it failed (5xx); not after a timeout or a
    /// lost connection, behind which it may well have been posted.
    private func wasUndone(_ error: WebAPIError) -> Bool {
        switch error.reason {
        case .rateLimited: true
        case .status(let status): status >= 500
        case .refused(let refusal): Self.troubles.contains(refusal.error)
        case .transport(let error): error.code == .connectionFailed || error.code == .nameNotResolved
        case .malformed: false
        }
    }

    /// Slack's own trouble, said in a well-formed answer.
    private static let troubles: Set = ["internal_error", "fatal_error", "service_unavailable", "request_timeout"]
}
