import CoreMetrics
import Networking

extension WebMethod {
    /// Counts an attempt by what came of it; nil when it was answered as asked.
    func count(_ error: WebAPIError?) {
        Counter(
            label: "trailwatch_slack_calls_total", dimensions: [("method", name), ("answer", error?.answer ?? "ok")]
        ).increment()
    }
}

extension WebAPIError {
    /// In a word.
    fileprivate var answer: String {
        switch reason {
        case .refused(let refusal): refusal.error
        case .rateLimited: "ratelimited"
        case .status(let status): "http_\(status)"
        case .malformed: "malformed"
        case .transport(let error): error.code.rawValue
        }
    }
}
