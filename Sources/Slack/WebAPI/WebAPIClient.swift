import FoundationEssentials
import Logging
import Networking

/// Calls Slack's Web API: authorised, paced, and repeated where that is safe. https://docs.slack.dev/apis/web-api
public struct WebAPIClient: Sendable {
    public static let slackURL = "https://slack.com/api/"

    let token: Rotating<Secret>
    private let http: any HTTPTransport
    let baseURL: String
    let timing: Timing
    private let retries: RetryPolicy
    private let pacer: ChannelPacer
    private let methodPacer = MethodPacer()
    private let log: Logger
    /// Rings when Slack did not take the token.
    let doubts = TokenDoubts()

    /// - Parameter apiURL: where the methods are, with or without the last slash.
    public init(
        token: Rotating<Secret>, http: any HTTPTransport, apiURL: String = WebAPIClient.slackURL,
        timing: Timing = .system,
        log: Logger = Logger(label: "slack.web")
    ) {
        self.init(token: token, http: http, apiURL: apiURL, timing: timing, retries: RetryPolicy(), log: log)
    }

    init(
        token: Rotating<Secret>, http: any HTTPTransport, apiURL: String, timing: Timing, retries: RetryPolicy,
        pacer: ChannelPacer = ChannelPacer(), log: Logger = Logger(label: "slack.web")
    ) {
        self.token = token
        self.http = http
        baseURL = apiURL.hasSuffix("/") ? apiURL : apiURL + "/"
        self.timing = timing
        self.retries = retries
        self.pacer = pacer
        self.log = log
    }

    /// For methods that write: they take JSON.
    func call<Content: Decodable>(
        _ method: WebMethod, json arguments: some Encodable, pacing channel: String? = nil
    ) async throws(WebAPIError) -> Content {
        guard let body = try? JSONEncoder.slack.encode(arguments) else {
            throw WebAPIError(method: method.name, reason: .malformed("the arguments are not JSON"))
        }
        return try await call(method, body: body, type: "application/json; charset=utf-8", pacing: channel)
    }

    /// For methods that read: they ignore a JSON body.
    func call<Content: Decodable>(
        _ method: WebMethod, form arguments: [(String, String)] = []
    ) async throws(WebAPIError) -> Content {
        let pairs = arguments.map { "\(FormEncoding.escaped($0))=\(FormEncoding.escaped($1))" }
        return try await call(
            method, body: Data(pairs.joined(separator: "&").utf8), type: "application/x-www-form-urlencoded",
            pacing: nil)
    }

    /// Answers through a `response_url`, which authorises itself. https://docs.slack.dev/interactivity/handling-user-interaction
    func respond(to url: String, with message: some Encodable) async throws(WebAPIError) {
        guard let body = try? JSONEncoder.slack.encode(message) else {
            throw WebAPIError(method: WebMethod.respond.name, reason: .malformed("the message is not JSON"))
        }
        let request = HTTPRequest(
            method: .post, url: url, headers: ["Content-Type": "application/json; charset=utf-8"], body: body)
        try await repeating(.respond, pacing: nil) { () async throws(WebAPIError) in
            let response = try await send(request, of: .respond)
            // Success is the word "ok"; a refusal is JSON.
            if let answer = try? JSONDecoder().decode(Answer<NoContent>.self, from: response.body),
                case .failure(let refusal) = answer.result
            {
                throw WebAPIError(method: WebMethod.respond.name, reason: .refused(refusal))
            }
            guard response.status == 200 else {
                throw WebAPIError(method: WebMethod.respond.name, reason: .status(response.status))
            }
        }
    }

    private func call<Content: Decodable>(
        _ method: WebMethod, body: Data, type: String, pacing channel: String?
    ) async throws(WebAPIError) -> Content {
        let url = baseURL + method.name
        return try await repeating(method, pacing: channel) { () async throws(WebAPIError) -> Content in
            try await withToken { (token) async throws(WebAPIError) in
                let headers: HTTPHeaders = ["Authorization": "Bearer \(token.reveal())", "Content-Type": type]
                let request = HTTPRequest(
                    method: .post, url: url, headers: headers, body: body, timeout: method.timeout)
                return try content(of: try await send(request, of: method), method)
            }
        }
    }

    /// Once more with a newer token, where the one in use was refused and there is one: what was refused was not done.
    private func withToken<Value>(
        _ attempt: (Secret) async throws(WebAPIError) -> Value
    ) async throws(WebAPIError) -> Value {
        let edition = token.edition
        do {
            return try await attempt(edition.value)
        } catch {
            guard error.refusesToken, await token.isRenewed(since: edition.number) else { throw error }
            log.notice("Slack refused the token; there is another one now.")
            return try await attempt(token.value)
        }
    }

    /// Makes a call until it succeeds or its failure is final.
    func repeating<Value>(
        _ method: WebMethod, pacing channel: String?, _ attempt: () async throws(WebAPIError) -> Value
    ) async throws(WebAPIError) -> Value {
        var attempts = 0
        while true {
            if let channel { try await sleep(pacer.reserve(channel, now: timing.now()), method) }
            repeat {
                try await sleep(methodPacer.reserve(method, now: timing.now()), method)
                // Another call may have been refused meanwhile.
            } while methodPacer.pause(of: method, now: timing.now()) > Self.rounding
            do {
                let value = try await attempt()
                method.count(nil)
                methodPacer.succeed(method, now: timing.now())
                return value
            } catch {
                method.count(error)
                attempts += 1
                if error.refusesToken { doubts.raise() }
                if case .rateLimited(let delay) = error.reason {
                    methodPacer.block(method, for: delay, now: timing.now())
                    if let channel { pacer.block(channel, for: delay, now: timing.now()) }
                }
                let delay = retries.delay(
                    after: error, method.repetition, attempt: attempts, random: timing.random())
                guard let delay else { throw error }
                log.notice("\(error); again in \(delay.inSeconds)")
                try await sleep(delay, method)
            }
        }
    }

    /// Shorter waits come of the arithmetic of token buckets.
    private static let rounding = Duration.milliseconds(1)

    private func sleep(_ delay: Duration, _ method: WebMethod) async throws(WebAPIError) {
        guard delay > Self.rounding else { return }
        do {
            try await timing.sleep(delay)
        } catch {
            throw WebAPIError(
                method: method.name, reason: .transport(TransportError(.cancelled, "cancelled while waiting")))
        }
    }

    /// Throws for 429 and 5xx, whose bodies may be anything.
    func send(_ request: HTTPRequest, of method: WebMethod) async throws(WebAPIError) -> HTTPResponse {
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch {
            throw WebAPIError(method: method.name, reason: .transport(error))
        }
        if response.status == 429 {
            throw WebAPIError(method: method.name, reason: .rateLimited(response.retryAfter ?? .seconds(1)))
        }
        guard response.status < 500 else {
            throw WebAPIError(method: method.name, reason: .status(response.status))
        }
        return response
    }

    private func content<Content: Decodable>(
        of response: HTTPResponse, _ method: WebMethod
    ) throws(WebAPIError) -> Content {
        let answer: Answer<Content>
        do {
            answer = try JSONDecoder().decode(Answer<Content>.self, from: response.body)
        } catch {
            let reason: WebAPIError.Reason =
                response.status == 200 ? .malformed("\(error)") : .status(response.status)
            throw WebAPIError(method: method.name, reason: reason)
        }
        switch answer.result {
        case .success(let content):
            return content
        // Both spellings occur, and either may come with HTTP 200.
        case .failure(let refusal) where refusal.error == "ratelimited" || refusal.error == "rate_limited":
            throw WebAPIError(method: method.name, reason: .rateLimited(response.retryAfter ?? .seconds(1)))
        case .failure(let refusal):
            throw WebAPIError(method: method.name, reason: .refused(refusal))
        }
    }
}

/// An answer without anything of interest in it.
struct NoContent: Decodable {}
