import FoundationEssentials
import Networking

/// Credentials that ECS or EKS Pod Identity hands to a container.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
struct ContainerCredentials: Sendable, Equatable {
    /// What proves that it is us who asks.
    enum Authorization: Sendable, Equatable {
        case none
        case token(Secret)
        /// Read again at each renewal, since it is rotated.
        case file(String)
    }

    var url: String
    var authorization: Authorization

    /// nil when this is no such container.
    init?(_ settings: AWSSettings) throws(AWSError) {
        let environment = settings.environment
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            url = "http://169.254.170.2" + path
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            guard Self.isAllowed(full) else {
                throw AWSError(
                    .configuration,
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI: expected https, or http to this machine or to ECS or EKS, "
                        + "found `\(full)`")
            }
            url = full
        } else {
            return nil
        }
        if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            authorization = .file(file)
        } else if let token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            authorization = .token(Secret(token))
        } else {
            authorization = .none
        }
    }

    func request(readFile: (String) -> String?) throws(AWSError) -> HTTPRequest {
        var request = HTTPRequest(url: url, timeout: .seconds(2), maximumResponseBytes: 64 << 10)
        request.headers["Accept"] = "application/json"
        request.headers["Authorization"] = try token(readFile: readFile)
        return request
    }

    private func token(readFile: (String) -> String?) throws(AWSError) -> String? {
        let token: String
        switch authorization {
        case .none: return nil
        case .token(let secret): token = secret.reveal()
        case .file(let path):
            guard let text = readFile(path) else {
                throw AWSError(.noCredentials, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read \(path)")
            }
            token = text
        }
        // It goes into a header, which a line break would split.
        guard !token.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            throw AWSError(.configuration, "the container's authorization token has a line break in it")
        }
        return token
    }

    private static func isAllowed(_ url: String) -> Bool {
        let parts = URLParts(url)
        if parts.scheme == "https" { return parts.isAbsolute }
        let allowed = ["localhost", "169.254.170.2", "169.254.170.23", "fd00:ec2::23", "::1"]
        return parts.scheme == "http" && (allowed.contains(parts.hostName) || isLoopback(parts.hostName))
    }

    private static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
    }
}
