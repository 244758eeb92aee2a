import Networking

/// Why a call was not answered, or could not even be made.
public struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable codes.
    public enum Kind: Sendable, Equatable {
        /// AWS answered with an error of this code, such as `AccessDeniedException`.
        case refused(code: String)
        /// There was no answer.
        case transport(TransportError.Code)
        /// The answer could not be read.
        case malformedAnswer
        /// No source of credentials has any, or the one chosen did not hand them out.
        case noCredentials
        /// The credentials that the settings name are of a kind Trailwatch does not read.
        case unsupportedCredentials
        /// An environment variable or a shared file that cannot be used.
        case configuration
    }

    public var kind: Kind
    /// The operation, such as `GetTrailStatus`; nil when the error belongs to none.
    public var call: String?
    /// What went wrong, whole: AWS's own words where there are any (text from outside), without secrets. A denial's words
    /// tell which policy denied, at their end.
    public var rawMessage: String
    public var status: Int?
    /// What AWS's support asks for.
    public var requestID: String?
    /// Of a cancelled transaction, why, action by action, in their order.
    public var cancellations: [Cancellation] = []

    /// What stood against one action of a transaction.
    public struct Cancellation: Sendable, Equatable {
        /// `None` for an action that was only cancelled with the others.
        public var code: String
        public var message: String?

        public init(code: String, message: String? = nil) {
            self.code = code
            self.message = message
        }
    }

    public init(
        _ kind: Kind, call: String? = nil, _ message: String, status: Int? = nil, requestID: String? = nil
    ) {
        self.kind = kind
        self.call = call
        self.rawMessage = message
        self.status = status
        self.requestID = requestID
    }

    /// AWS's error code, where AWS answered with one.
    public var code: String? { if case .refused(let code) = kind { code } else { nil } }

    /// `rawMessage` at a length for a person: encoded authorization messages run to kilobytes.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
    public var message: String {
        rawMessage.utf8.count > 600 ? String(rawMessage.prefix(600)) + "…" : rawMessage
    }

    /// Whether AWS knows the caller and says that they may not.
    public var isDenial: Bool { code.map { $0.hasPrefix("AccessDenied") || $0 == "UnauthorizedOperation" } ?? false }

    public var description: String {
        var text = code.map { "\($0): \(message)" } ?? message
        if let call { text = "\(call): \(text)" }
        if let requestID { text += " (request \(requestID))" }
        return text
    }
}
