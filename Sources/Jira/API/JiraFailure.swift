import ChatOps
import Networking

/// Why a call of JIRA's API came to nothing.
struct JiraFailure: Error, Sendable, Equatable {
    var code: TicketingError.Code
    /// One sentence for a person, without its full stop.
    var message: String
    /// The HTTP status, where there was one.
    var status: Int?
    /// JIRA's own words.
    var answer = JiraErrorAnswer()
    /// Whether the same request may work a moment later.
    var isTransient = false
    /// The credentials are right, but may not do this.
    var lacksScope = false
    /// How long JIRA asked to be left alone.
    var retryAfter: Duration?
    /// JIRA may have done what it was asked although no answer says so.
    var mayHaveBeenDone = false

    var ticketingError: TicketingError { TicketingError(code, message + ".") }
}

extension JiraFailure {
    init(_ error: TransportError) {
        self.init(code: .unavailable, message: "JIRA did not answer (\(error.message.withoutFullStop))")
        isTransient = error.isTransient
        switch error.code {
        case .invalidURL, .nameNotResolved, .connectionFailed, .tlsFailed: mayHaveBeenDone = false
        default: mayHaveBeenDone = true
        }
    }

    /// An answer that is none of 2xx.
    init(_ response: HTTPResponse, credentials: JiraCredentials) {
        let answer = JiraErrorAnswer(response)
        let status = response.status
        switch status {
        case 401 where answer.messages.contains(where: { $0.contains("scope") }):
            self.init(
                code: .unauthorized,
                message:
                    "The bot's JIRA token lacks a scope (401): it needs read:jira-work, write:jira-work and read:jira-user"
            )
            lacksScope = true
        case 401:
            self.init(
                code: .unauthorized, message: "JIRA refused the bot's credentials (401): \(credentials.advice)")
        case 403 where response.headers["X-Authentication-Denied-Reason"] != nil:
            self.init(
                code: .unauthorized,
                message:
                    "JIRA wants a CAPTCHA after too many failed logins (403): log in once with the bot's account in a browser"
            )
        case 403:
            self.init(
                code: .unauthorized,
                message: "The bot's JIRA account may not do this (403): check its permissions in the project"
                    + answer.addition)
        case 404:
            self.init(
                code: .notFound,
                message: "JIRA has nothing there, or the bot's account may not see it" + answer.addition)
        case 409:
            self.init(
                code: .unavailable, message: "JIRA is changing the same ticket at this moment (409): try again later")
        case 429:
            self.init(code: .unavailable, message: "JIRA limits the bot's requests (429): try again later")
            isTransient = true
        case 500...:
            self.init(code: .unavailable, message: "JIRA has trouble of its own (\(status)): try again later")
            isTransient = true
            mayHaveBeenDone = true
        case 300..<400:
            self.init(
                code: .unavailable,
                message: "JIRA redirected the bot (\(status)), which it does not follow: check the server's address")
        default:
            self.init(code: .refused, message: "JIRA refused the request (\(status))" + answer.addition)
        }
        self.status = status
        self.answer = answer
        retryAfter = response.retryAfter
    }

    /// A 2xx answer that cannot be what JIRA answers.
    static func unreadable(_ status: Int) -> JiraFailure {
        JiraFailure(
            code: .unavailable,
            message: "What answered (\(status)) in JIRA's place is not JIRA's API: check the server's address",
            status: status, mayHaveBeenDone: true)
    }

    static let cancelled = JiraFailure(
        code: .unavailable, message: "The bot is stopping, so JIRA was not asked any further", mayHaveBeenDone: true)
}

/// `errorMessages` and `errors` of an answer, as far as there are any; a proxy's HTML has none.
struct JiraErrorAnswer: Sendable, Equatable {
    var messages: [String] = []
    /// By field.
    var fields: [String: String] = [:]

    init() {}

    init(_ response: HTTPResponse) {
        guard let body = JSONValue(response.body) else { return }
        // The gateway has one `message` of its own.
        messages = body["errorMessages"]?.array?.compactMap(\.string) ?? [body["message"]?.string].compactMap { $0 }
        fields = body["errors"]?.object?.compactMapValues(\.string) ?? [:]
    }

    /// Everything said, as the end of a sentence; empty when nothing was.
    var addition: String {
        let words = messages + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        guard !words.isEmpty else { return "" }
        return ": " + words.map(\.withoutFullStop).joined(separator: "; ").cut(to: 300)
    }
}

extension String {
    var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
