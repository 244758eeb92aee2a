import CloudTrailCore
import Networking

extension UnknownReason {
    /// What an error of a reading call means to the watcher. `regionIsEnabled` says whether the account has the region
    /// enabled; nil when nobody could find out. `role` is the ARN of the role that asked.
    init(_ error: AWSError, call: String, regionIsEnabled: Bool? = nil, role: String? = nil) {
        let code: Code =
            switch (error.mayMeanDisabledRegion, regionIsEnabled) {
            case (true, false): .regionDisabled
            case (true, true): .regionBeingEnabled
            default: Self.code(error)
            }
        self.init(code, call: error.call ?? call, detail: error.detail, role: role)
    }

    /// What it means that an account could not be entered.
    init(entering error: AWSError, role: String?) {
        let code = Self.code(error)
        let isRefusal = code == .accessDenied || code == .refused
        self.init(
            isRefusal ? .roleNotAssumable : code, call: error.call ?? "AssumeRole", detail: error.detail, role: role)
    }

    private static func code(_ error: AWSError) -> Code {
        switch error.kind {
        case .refused(let code):
            if error.isThrottle { return .throttled }
            if error.isServerFailure { return .unreachable }
            guard error.isDenial || AWSError.unknownCallerCodes.contains(code) else { return .refused }
            // AWS says so only in words: "… in a service control policy", "no service control policy allows …".
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
            return error.message.contains("service control policy") ? .deniedByPolicy : .accessDenied
        case .transport(.malformedResponse), .transport(.responseTooLarge): return .malformedAnswer
        case .transport: return .unreachable
        case .malformedAnswer: return error.isServerFailure ? .unreachable : .malformedAnswer
        case .noCredentials, .unsupportedCredentials, .configuration: return .accessDenied
        }
    }
}

extension AWSError {
    /// AWS does not know the caller: the keys are wrong, or the region is not enabled and so knows nobody of the account.
    static let unknownCallerCodes: Set<String> = [
        "UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure", "OptInRequired",
    ]

    var mayMeanDisabledRegion: Bool { code.map(Self.unknownCallerCodes.contains) ?? false }

    fileprivate var detail: String { code.map { "\($0): \(message)" } ?? message }
}
