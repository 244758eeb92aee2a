import FoundationEssentials
import Networking

extension AWSClient {
    /// A call of the AWS JSON protocol. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
    func json<Output: Decodable>(
        _ operation: Operation, target: String, _ input: some Encodable & Sendable, as type: Output.Type = Output.self
    ) async throws(AWSError) -> Output {
        try await send(operation, try Self.message(operation, target, input)) { response throws(AWSError) in
            try response.json(of: operation, as: type)
        }
    }

    /// The same for an operation whose answer has no body.
    func order(_ operation: Operation, target: String, _ input: some Encodable & Sendable) async throws(AWSError) {
        try await send(operation, try Self.message(operation, target, input)) { _ in }
    }

    private static func message(
        _ operation: Operation, _ target: String, _ input: some Encodable
    ) throws(AWSError) -> AWSMessage {
        let headers: HTTPHeaders = [
            "Content-Type": "application/x-amz-json-\(operation.service.jsonVersion)",
            "X-Amz-Target": "\(target).\(operation.name)",
        ]
        do {
            return AWSMessage(headers: headers, body: try JSONEncoder().encode(input))
        } catch {
            throw AWSError(.configuration, call: operation.name, "the request cannot be written as JSON")
        }
    }
}

extension HTTPResponse {
    /// The body's document.
    func json<Output: Decodable>(of operation: Operation, as type: Output.Type) throws(AWSError) -> Output {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw AWSError(
                .malformedAnswer, call: operation.name, "the answer is not the JSON expected: \(error.sentence)",
                status: status, requestID: requestID)
        }
    }
}

extension Error {
    /// A decoding error's place and reason in few words; they hold none of the answer's values but keys.
    fileprivate var sentence: String {
        guard let error = self as? DecodingError else { return "it cannot be decoded" }
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .dataCorrupted(let context):
                (context, context.codingPath.isEmpty ? "cut short or damaged" : "a value that is not known")
            case .keyNotFound(let key, let context): (context, "`\(key.stringValue)` is missing")
            case .valueNotFound(_, let context): (context, "an unexpected null")
            case .typeMismatch(let type, let context): (context, "expected \(type)")
            @unknown default: (.init(codingPath: [], debugDescription: ""), "it cannot be decoded")
            }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? what : "\(what) at \(path)"
    }
}
