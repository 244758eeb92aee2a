import Networking

/// Whether a failed attempt is worth another, and of which kind the failure was.
enum RetryDecision: Equatable {
    case giveUp
    case retry
    case retryAfterTimeout

    init(_ error: AWSError) {
        switch error.kind {
        case .transport(.timedOut): self = .retryAfterTimeout
        case .transport(let code): self = TransportError(code, "").isTransient ? .retry : .giveUp
        case .refused(let code):
            let again =
                error.isThrottle || error.isContention || Self.transientCodes.contains(code) || error.isServerFailure
            self = again ? .retry : .giveUp
        // A yes that cannot be read was damaged on its way; all our calls may be repeated.
        case .malformedAnswer: self = error.isServerFailure || error.status == 200 ? .retry : .giveUp
        case .noCredentials, .unsupportedCredentials, .configuration: self = .giveUp
        }
    }

    private static let transientCodes: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "IDPCommunicationError",
    ]
}

extension AWSError {
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    private static let throttleCodes: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
        "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "TransactionInProgressException",
        "PriorRequestNotComplete", "EC2ThrottledException",
    ]

    /// AWS asks for fewer requests.
    var isThrottle: Bool { code.map(Self.throttleCodes.contains) == true || status == 429 }

    /// A transaction that met another one, or a throttle, and nothing that would stand against it a second time.
    var isContention: Bool {
        let reasons = Set(cancellations.map(\.code)).subtracting(["None"])
        return !reasons.isEmpty && reasons.isSubset(of: Self.passingReasons)
    }

    private static let passingReasons: Set<String> = [
        "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded",
    ]

    /// A status that says nothing about the request.
    var isServerFailure: Bool { status.map([500, 502, 503, 504].contains) ?? false }
}
