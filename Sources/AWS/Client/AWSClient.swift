import FoundationEssentials
import Networking

/// Calls AWS with one set of credentials: signs, retries as the SDKs' standard mode does, and tells errors apart.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
///
/// Its memory of keys and retry quotas belongs to the credentials and goes with the client, so keep one per session.
public struct AWSClient: Sendable {
    static let attempts = 3
    private static let backoff = Backoff(base: .seconds(1), limit: .seconds(20))
    /// The largest answer in use, DescribeTrails, has a few kilobytes.
    private static let maximumResponseBytes = 4 << 20

    private let transport: any HTTPTransport
    private let endpoints: Endpoints
    private let credentials: (any CredentialProvider)?
    private let surroundings: Surroundings
    private let keys = SigningKeys()
    private let quotas = RetryQuotas()

    /// Without credentials requests go unsigned, as AssumeRoleWithWebIdentity wants it.
    public init(
        transport: any HTTPTransport, endpoints: Endpoints, credentials: (any CredentialProvider)?,
        surroundings: Surroundings = .system
    ) {
        self.transport = transport
        self.endpoints = endpoints
        self.credentials = credentials
        self.surroundings = surroundings
    }

    /// Sends until an answer says yes, or until trying again is of no use.
    func send(
        _ operation: Operation, headers: HTTPHeaders, body: Data
    ) async throws(AWSError) -> HTTPResponse {
        let request = HTTPRequest(
            method: .post, url: endpoints.url(of: operation.service, in: operation.region), headers: headers,
            body: body,
            timeout: .seconds(20), maximumResponseBytes: Self.maximumResponseBytes)
        let credentials = try await credentials?.credentials()
        var paid: Int?
        var attempt = 1
        while true {
            do throws(AWSError) {
                let response = try await attemptOnce(operation, request, credentials)
                quotas.succeed(in: operation.scope, lastPaid: paid)
                return response
            } catch {
                paid = try price(of: attempt, operation, after: error)
                await pause(after: attempt)
                if Task.isCancelled { throw error }
            }
            attempt += 1
        }
    }

    private func attemptOnce(
        _ operation: Operation, _ request: HTTPRequest, _ credentials: Credentials?
    ) async throws(AWSError) -> HTTPResponse {
        let signer = Signer(scope: operation.scope, keys: keys)
        let signed = credentials.map { signer.sign(request, with: $0, at: surroundings.now()) } ?? request
        let response: HTTPResponse
        do {
            response = try await transport.send(signed)
        } catch {
            throw AWSError(.transport(error.code), call: operation.name, error.message)
        }
        if (200..<300).contains(response.status) { return response }
        throw Self.error(response, operation)
    }

    private static func error(_ response: HTTPResponse, _ operation: Operation) -> AWSError {
        let service = ServiceError(response)
        let requestID = service?.requestID ?? response.headers["x-amzn-RequestId"]
        guard let service else {
            return AWSError(
                .malformedAnswer, call: operation.name,
                "HTTP \(response.status) with an answer that is not AWS's", status: response.status,
                requestID: requestID)
        }
        return AWSError(
            .refused(code: service.code), call: operation.name, service.message, status: response.status,
            requestID: requestID)
    }

    /// What the next attempt costs; throws the error itself when there will be none.
    private func price(
        of attempt: Int, _ operation: Operation, after error: AWSError
    ) throws(AWSError) -> Int {
        let decision = RetryDecision(error)
        guard decision != .giveUp, attempt < Self.attempts,
            let cost = quotas.pay(in: operation.scope, afterTimeout: decision == .retryAfterTimeout)
        else { throw error }
        return cost
    }

    private func pause(after attempt: Int) async {
        // A cancelled sleep ends early, and the caller looks at the task itself.
        try? await surroundings.sleep(Self.backoff.delay(attempt: attempt, random: surroundings.random()))
    }
}
