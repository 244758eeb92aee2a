import Networking

/// Why a Web API call gave nothing.
struct WebAPIError: Error, Sendable, Equatable, CustomStringConvertible {
    enum Reason: Sendable, Equatable {
        /// `"ok": false`.
        case refused(Refusal)
        /// HTTP 429, or the same said in the body.
        case rateLimited(Duration)
        case status(Int)
        /// An answer that is not what the method is documented to give.
        case malformed(String)
        case transport(TransportError)
    }

    struct Refusal: Sendable, Equatable {
        /// Slack's code, such as `channel_not_found`.
        var error: String
        /// The scope that `missing_scope` asks for, and those the token has.
        var needed: String?
        var provided: String?
        /// What Slack says about the arguments.
        var details: [String] = []
    }

    var method: String
    var reason: Reason

    /// Slack's code, nil when the call failed in another way.
    var refusal: String? { if case .refused(let refusal) = reason { refusal.error } else { nil } }

    var description: String {
        switch reason {
        case .refused(let refusal):
            let details = refusal.details.isEmpty ? "" : ": " + refusal.details.joined(separator: "; ")
            return "\(method) answered \(refusal.error)\(details)"
        case .rateLimited(let delay): return "\(method) is rate limited for \(delay.inSeconds)"
        case .status(let status): return "\(method) answered HTTP \(status)"
        case .malformed(let what): return "\(method) gave an answer that cannot be read: \(what)"
        case .transport(let error): return "\(method) got no answer: \(error)"
        }
    }
}
