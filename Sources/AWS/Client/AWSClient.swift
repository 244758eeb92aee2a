import FoundationEssentials
import Networking

/// Calls AWS with one set of credentials: signs, keeps the pace, retries as the SDKs' standard mode does, and tells errors apart.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
///
/// Its memory of keys, paces and retry quotas belongs to the credentials and goes with the client, so keep one per session.
public struct AWSClient: Sendable {
    static let attempts = 3
    private static let backoff = Backoff(base: .seconds(1), limit: .seconds(20))

    private let transport: any HTTPTransport
    private let endpoints: Endpoints
    private let credentials: (any CredentialProvider)?
    private let surroundings: Surroundings
    private let keys = SigningKeys()
    private let quotas = RetryQuotas()
    private let paces: Paces

    /// Without credentials requests go unsigned, as AssumeRoleWithWebIdentity wants it.
    public init(
        transport: any HTTPTransport, endpoints: Endpoints, credentials: (any CredentialProvider)?,
        surroundings: Surroundings = .system
    ) {
        self.transport = transport
        self.endpoints = endpoints
        self.credentials = credentials
        self.surroundings = surroundings
        paces = Paces(now: surroundings.instant)
    }

    /// Sends until an answer says yes and can be read, or until trying again is of no use.
    func send<Answer>(
        _ operation: Operation, _ message: AWSMessage, read: (HTTPResponse) throws(AWSError) -> Answer
    ) async throws(AWSError) -> Answer {
        let request = HTTPRequest(
            method: message.method, url: endpoints.url(of: operation.service, in: operation.region) + message.path,
            headers: message.headers, body: message.body, timeout: .seconds(20),
            maximumResponseBytes: operation.call.largestAnswer)
        var held = Held(credentials: try await credentials?.credentials())
        var paid: Int?
        var attempt = 1
        while true {
            do throws(AWSError) {
                let response = try await attemptOnce(operation, request, held.credentials)
                let answer = try read(response)
                operation.record(response)
                quotas.succeed(in: operation.scope, lastPaid: paid)
                return answer
            } catch {
                operation.record(error)
                if error.meansEnded(held.credentials), try await renew(&held, error) { continue }
                paid = try price(of: attempt, operation, after: error)
                await pause(after: attempt)
                if Task.isCancelled { throw error }
            }
            attempt += 1
        }
    }

    /// The credentials of one call, which are fetched anew once when AWS says that they have ended.
    private struct Held {
        var credentials: Credentials?
        var isRenewed = false
    }

    /// Whether there are others now; throws what is to be told where the source has no others.
    private func renew(_ held: inout Held, _ refusal: AWSError) async throws(AWSError) -> Bool {
        guard let ended = held.credentials, let provider = credentials, !held.isRenewed else { return false }
        held.isRenewed = true
        held.credentials = try await provider.credentials(insteadOf: ended)
        guard held.credentials == ended else { return true }
        guard refusal.meansEndedSession else { return false }
        var error = refusal
        error.rawMessage += " (these credentials have ended, and their source has no others)"
        throw error
    }

    /// Twice, where only our clock was wrong.
    private func attemptOnce(
        _ operation: Operation, _ request: HTTPRequest, _ credentials: Credentials?
    ) async throws(AWSError) -> HTTPResponse {
        let (response, signedAt) = try await exchange(operation, request, credentials)
        guard let error = AWSError(response, operation) else { return response }
        guard credentials != nil, error.mayMeanWrongTime, let serverTime = response.date,
            surroundings.clock.correct(toward: serverTime, signedAt: signedAt, now: surroundings.now())
        else { throw error }
        let (again, _) = try await exchange(operation, request, credentials)
        if let error = AWSError(again, operation) { throw error }
        return again
    }

    private func exchange(
        _ operation: Operation, _ request: HTTPRequest, _ credentials: Credentials?
    ) async throws(AWSError) -> (HTTPResponse, signedAt: Date) {
        await keepPace(operation)
        let time = surroundings.serverTime()
        let signer = Signer(scope: operation.scope, keys: keys)
        let signed = credentials.map { signer.sign(request, with: $0, at: time) } ?? request
        do {
            return (try await transport.send(signed), time)
        } catch {
            throw AWSError(.transport(error.code), call: operation.name, error.message)
        }
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

    private func keepPace(_ operation: Operation) async {
        let wait = paces.reserve(for: operation)
        if wait > .zero { try? await surroundings.sleep(wait) }
    }

    func pause(after attempt: Int) async {
        // A cancelled sleep ends early, and the caller looks at the task itself.
        try? await surroundings.sleep(Self.backoff.delay(attempt: attempt, random: surroundings.random()))
    }
}

extension AWSError {
    /// nil for an answer that says yes.
    fileprivate init?(_ response: HTTPResponse, _ operation: Operation) {
        if (200..<300).contains(response.status) { return nil }
        if let service = ServiceError(response) {
            self.init(
                .refused(code: service.code), call: operation.name, service.message, status: response.status,
                requestID: service.requestID)
            cancellations = service.cancellations
        } else {
            self.init(
                .malformedAnswer, call: operation.name,
                "HTTP \(response.status) with an answer that is not AWS's", status: response.status,
                requestID: response.requestID)
        }
    }

    /// Codes of a request whose date AWS does not accept, and of signatures, which are wrong too when the date is.
    private static let wrongTimeCodes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]

    /// EC2 says `RequestExpired` of a session as well as of a clock.
    fileprivate var meansEndedSession: Bool {
        ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].contains(code)
    }

    /// Keys that were deleted. Of a session the same is said where a region is disabled.
    private static let unknownKeyCodes: Set<String> = [
        "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
    ]

    fileprivate func meansEnded(_ credentials: Credentials?) -> Bool {
        if meansEndedSession { return true }
        guard let credentials, credentials.sessionToken == nil else { return false }
        return code.map(Self.unknownKeyCodes.contains) ?? false
    }

    fileprivate var mayMeanWrongTime: Bool { code.map(Self.wrongTimeCodes.contains) ?? false }
}
