import CoreMetrics
import Logging
import Networking

/// What became of a call, for metrics, and for the log with the id that AWS's support asks for.
extension Operation {
    private static let log = Logger(label: "trailwatch.aws")

    func record(_ response: HTTPResponse) {
        count("ok")
        Self.log.debug("AWS answered.", metadata: metadata(response.requestID))
    }

    func record(_ error: AWSError) {
        count(error.answer)
        var metadata = metadata(error.requestID)
        metadata["answer"] = "\(error.answer)"
        Self.log.debug("AWS did not do what it was asked.", metadata: metadata)
    }

    private func count(_ answer: String) {
        let dimensions = [("service", service.rawValue), ("answer", answer)]
        Counter(label: "trailwatch_aws_calls_total", dimensions: dimensions).increment()
    }

    private func metadata(_ requestID: String?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["call": "\(service.signingName):\(name)", "region": "\(region)"]
        if let requestID { metadata["aws_request"] = "\(requestID)" }
        return metadata
    }
}

extension AWSError {
    /// In a word.
    fileprivate var answer: String {
        switch kind {
        case .refused(let code): code
        case .transport(let code): code.rawValue
        case .malformedAnswer: "malformed"
        case .noCredentials, .unsupportedCredentials: "no_credentials"
        case .configuration: "configuration"
        }
    }
}
