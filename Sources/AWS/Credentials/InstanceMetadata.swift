import FoundationEssentials
import Networking

/// Credentials of the instance's role, from the metadata service, version 2 only.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
struct InstanceMetadata: Sendable, Equatable {
    /// Without a final slash.
    var endpoint: String

    init(_ settings: AWSSettings) throws(AWSError) {
        if settings.isTrue("AWS_EC2_METADATA_DISABLED") {
            throw AWSError(.noCredentials, "AWS_EC2_METADATA_DISABLED forbids asking the instance for credentials")
        }
        let usesIPv6 = settings.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        let standard = usesIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        let endpoint = settings.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? standard
        guard URLParts(endpoint).isAbsolute else {
            throw AWSError(
                .configuration, "AWS_EC2_METADATA_SERVICE_ENDPOINT: expected an http URL, found `\(endpoint)`")
        }
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    }

    func credentials(over transport: any HTTPTransport) async throws(AWSError) -> Credentials {
        let token = try await token(over: transport)
        let roles = try await get("/latest/meta-data/iam/security-credentials/", token, transport)
        let role = String(decoding: roles, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        guard let role else { throw AWSError(.noCredentials, "no AWS credentials: the instance has no role") }
        let path = "/latest/meta-data/iam/security-credentials/" + PercentEncoding.encode(role)
        return try CredentialDocument.credentials(in: try await get(path, token, transport), from: "instance metadata")
    }

    private func token(over transport: any HTTPTransport) async throws(AWSError) -> String {
        var request = request(.put, "/latest/api/token")
        request.headers["X-aws-ec2-metadata-token-ttl-seconds"] = "21600"
        return String(decoding: try await send(request, transport), as: UTF8.self)
    }

    private func get(
        _ path: String, _ token: String, _ transport: any HTTPTransport
    ) async throws(AWSError) -> Data {
        var request = request(.get, path)
        request.headers["X-aws-ec2-metadata-token"] = token
        return try await send(request, transport)
    }

    /// The service is a link away: an instance that has it answers at once.
    private func request(_ method: HTTPMethod, _ path: String) -> HTTPRequest {
        HTTPRequest(method: method, url: endpoint + path, timeout: .seconds(1), maximumResponseBytes: 64 << 10)
    }

    private func send(_ request: HTTPRequest, _ transport: any HTTPTransport) async throws(AWSError) -> Data {
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw AWSError(
                .noCredentials,
                "no AWS credentials in the environment, the shared files or a container, and the instance metadata "
                    + "service does not answer (\(error.message))")
        }
        if response.status == 404 { throw AWSError(.noCredentials, "no AWS credentials: the instance has no role") }
        guard response.status == 200 else {
            throw AWSError(
                .noCredentials, "the instance metadata service answered HTTP \(response.status)",
                status: response.status)
        }
        return response.body
    }
}
