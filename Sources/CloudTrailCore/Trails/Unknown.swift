/// Why something could not be learned. Text in `detail` comes from outside.
public struct UnknownReason: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// Stable codes.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// AWS refused the call (`AccessDenied`, `UnauthorizedOperation` …).
        case accessDenied = "access_denied"
        /// The identification role could not be assumed.
        case roleNotAssumable = "role_not_assumable"
        /// Throttled until the retries ran out.
        case throttled
        /// The region is not enabled in this account.
        case regionDisabled = "region_disabled"
        /// No answer: connection failures, time-outs, 5xx until the retries ran out.
        case unreachable
        /// An answer that could not be read.
        case malformedAnswer = "malformed_answer"
        /// AWS does not show this to the account that asked (an organization trail's delivery, to a member).
        case notVisible = "not_visible"
        /// Anything else AWS answered with an error.
        case refused
    }

    public var code: Code
    /// The call that was not answered, such as `GetTrailStatus`.
    public var call: String
    /// One sentence: AWS's error code and message, or what the transport said.
    public var detail: String

    public init(_ code: Code, call: String, detail: String) {
        self.code = code
        self.call = call
        self.detail = detail
    }

    public var description: String { "\(call): \(detail)" }
}

/// A value that was asked for: known, or unknown with its reason.
public enum Reading<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    case known(Value)
    case unknown(UnknownReason)

    public var value: Value? { if case .known(let value) = self { value } else { nil } }
    public var unknown: UnknownReason? { if case .unknown(let reason) = self { reason } else { nil } }
}
