import FoundationEssentials
import Networking

/// One call of the API.
struct JiraCall: Sendable {
    var method: HTTPMethod
    /// Below `/rest/api/{version}/`, not yet percent-encoded.
    var path: [String]
    var query: [(name: String, value: String)] = []
    var body: JSONValue?
    /// Sent instead of a body.
    var file: JiraFile?
    /// Whether doing it twice is the same as doing it once.
    var isRepeatable = true

    static func get(_ path: String..., query: [(name: String, value: String)] = []) -> JiraCall {
        JiraCall(method: .get, path: path, query: query)
    }
}

/// Sends calls; repeats what is transient, as often as the patience says, and never what might then be done twice.
struct JiraClient: Sendable {
    var address: JiraAddress
    let credentials: Rotating<JiraCredentials>
    let transport: any HTTPTransport
    let timeout: Duration
    let patience: JiraPatience
    var stamp: @Sendable () -> OAuthStamp = { .now() }

    /// The answer's JSON, `.null` for an empty body.
    func send(_ call: JiraCall, version: Int) async throws(JiraFailure) -> JSONValue {
        let edition = credentials.edition
        do {
            return try await send(call, version: version, edition.value)
        } catch let error where error.status == 401 {
            // What was refused was not done, so other credentials may try.
            guard await credentials.isRenewed(since: edition.number) else { throw error }
            return try await send(call, version: version, credentials.value)
        }
    }

    private func send(
        _ call: JiraCall, version: Int, _ credentials: JiraCredentials
    ) async throws(JiraFailure) -> JSONValue {
        try await patiently(isRepeatable: call.isRepeatable) { () throws(JiraFailure) in
            try credentials.authorize(request(call, version: version), stamp())
        }
    }

    /// What a Cloud site tells anybody about itself.
    func tenantInfo() async throws(JiraFailure) -> JSONValue {
        try await patiently(isRepeatable: true) { () throws(JiraFailure) in
            HTTPRequest(url: address.tenantInfo, headers: ["Accept": "application/json"], timeout: timeout)
        }
    }

    /// Each attempt is a request of its own, since some signatures hold only once.
    private func patiently(
        isRepeatable: Bool, _ request: () throws(JiraFailure) -> HTTPRequest
    ) async throws(JiraFailure) -> JSONValue {
        var attempt = 1
        while true {
            do {
                return try await sendOnce(try request())
            } catch {
                guard let delay = patience.delay(after: error, attempt: attempt, isRepeatable: isRepeatable) else {
                    throw error
                }
                do { try await patience.pause(delay) } catch { throw .cancelled }
                attempt += 1
            }
        }
    }

    private func sendOnce(_ request: HTTPRequest) async throws(JiraFailure) -> JSONValue {
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw JiraFailure(error)
        }
        guard (200..<300).contains(response.status) else {
            throw JiraFailure(response, credentials: credentials.value)
        }
        if response.body.isEmpty { return .null }
        guard let value = JSONValue(response.body) else { throw .unreadable(response.status) }
        return value
    }

    private func request(_ call: JiraCall, version: Int) -> HTTPRequest {
        var request = HTTPRequest(
            method: call.method, url: address.url(call.path, query: call.query, version: version),
            headers: ["Accept": "application/json"], timeout: timeout)
        if let body = call.body {
            request.headers["Content-Type"] = "application/json"
            request.body = body.encoded
        }
        call.file?.attach(to: &request)
        return request
    }
}

/// How often and how long the client tries again. A value, but for the pause itself.
struct JiraPatience: Sendable {
    var attempts = 4
    var backoff = Backoff(base: .milliseconds(500), limit: .seconds(8), floor: 0.5)
    /// A longer `Retry-After` is not waited for: people are waiting too.
    var longestPause: Duration = .seconds(30)
    var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// nil when it is time to give up.
    func delay(after failure: JiraFailure, attempt: Int, isRepeatable: Bool) -> Duration? {
        guard failure.isTransient, attempt < attempts, isRepeatable || !failure.mayHaveBeenDone else { return nil }
        let delay = failure.retryAfter ?? backoff.delay(attempt: attempt, random: random())
        return delay <= longestPause ? delay : nil
    }
}

extension JSONValue {
    /// nil for what is not JSON.
    init?(_ data: Data) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: data) else { return nil }
        self = value
    }

    var encoded: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // No number in our documents is infinite, the only thing JSON cannot hold.
        return try! encoder.encode(self)
    }
}
