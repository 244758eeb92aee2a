/// Why something could not be learned. Text in `detail` comes from outside.
public struct UnknownReason: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// Stable codes.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// AWS refused the call (`AccessDenied`, `UnauthorizedOperation` …).
        case accessDenied = "access_denied"
        /// A service control policy of the organization refuses the call: the account's own administrator cannot mend it.
        case deniedByPolicy = "denied_by_service_control_policy"
        /// The identification role could not be assumed.
        case roleNotAssumable = "role_not_assumable"
        /// Throttled until the retries ran out.
        case throttled
        /// The region is not enabled in this account.
        case regionDisabled = "region_disabled"
        /// The account has the region enabled, but the region does not know the account yet; AWS takes minutes to hours.
        case regionBeingEnabled = "region_being_enabled"
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
    /// The ARN of the role that asked; nil when it was no role of ours.
    public var role: String?

    public init(_ code: Code, call: String, detail: String, role: String? = nil) {
        self.code = code
        self.call = call
        self.detail = detail
        self.role = role
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
