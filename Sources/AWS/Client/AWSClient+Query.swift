import FoundationEssentials
import Networking

extension AWSClient {
    /// A call of the AWS Query protocol; the answer's root element.
    /// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
    func query(
        _ operation: Operation, version: String, _ parameters: [(String, String)]
    ) async throws(AWSError) -> XMLElement {
        let all = [("Action", operation.name), ("Version", version)] + parameters
        let form = all.map { $0.0 + "=" + Self.formEncoded($0.1) }.joined(separator: "&")
        let message = AWSMessage(
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"], body: Data(form.utf8))
        return try await send(operation, message) { response throws(AWSError) in
            do throws(XMLError) {
                return try XMLElement(parsing: response.body)
            } catch {
                throw AWSError(
                    .malformedAnswer, call: operation.name, "the answer is not the XML expected: \(error.reason)",
                    status: response.status, requestID: response.requestID)
            }
        }
    }

    private static func formEncoded(_ value: String) -> String {
        PercentEncoding.encode(value, keeping: "~ ").split(separator: " ", omittingEmptySubsequences: false)
            .joined(separator: "+")
    }
}

extension XMLElement {
    /// The text of a child that the answer must have.
    func required(_ name: String, of operation: String) throws(AWSError) -> String {
        guard let text = self[name]?.text, !text.isEmpty else {
            throw AWSError(.malformedAnswer, call: operation, "the answer has no <\(name)>")
        }
        return text
    }

    /// A child that the answer must have.
    func required(element name: String, of operation: String) throws(AWSError) -> XMLElement {
        guard let element = self[name] else {
            throw AWSError(.malformedAnswer, call: operation, "the answer has no <\(name)>")
        }
        return element
    }
}
