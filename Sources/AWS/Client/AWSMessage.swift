import FoundationEssentials
import Networking

/// What an operation sends, without where to and by whom.
struct AWSMessage: Sendable {
    var method = HTTPMethod.post
    /// Below the endpoint, already percent-encoded, with its query; without a slash at its start.
    var path = ""
    var headers: HTTPHeaders = [:]
    var body = Data()
}
