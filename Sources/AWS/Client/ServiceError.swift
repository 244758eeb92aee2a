import FoundationEssentials
import Networking

/// What an answer that says no says. It may be in XML where the service speaks JSON: whoever refuses a caller may stand in
/// front of the service.
struct ServiceError: Sendable, Equatable {
    var code: String
    var message: String
    var requestID: String?
    var cancellations: [AWSError.Cancellation] = []

    /// nil when the answer is not one of AWS's.
    init?(_ response: HTTPResponse) {
        let isXML = response.body.first { !$0.isSpace } == UInt8(ascii: "<")
        self.init(isXML ? Self.xml(response) : Self.json(response))
        requestID = requestID ?? response.requestID
        if code == "TransactionCanceledException" { cancellations = Self.cancellations(response) }
    }

    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    private static func cancellations(_ response: HTTPResponse) -> [AWSError.Cancellation] {
        struct Body: Decodable {
            struct Reason: Decodable {
                var Code: String?
                var Message: String?
            }
            var CancellationReasons: [Reason]?
        }
        let body = try? JSONDecoder().decode(Body.self, from: response.body)
        return (body?.CancellationReasons ?? []).map { .init(code: $0.Code ?? "None", message: $0.Message) }
    }

    private init?(_ read: (code: String, message: String?, requestID: String?)?) {
        guard let read, !read.code.isEmpty else { return nil }
        code = read.code
        message = read.message.unlessEmpty ?? "no explanation given"
        requestID = read.requestID
    }

    /// `ErrorResponse/Error` (STS) or `Response/Errors/Error` (EC2); `Error` alone (S3).
    private static func xml(_ response: HTTPResponse) -> (String, String?, String?)? {
        guard let root = try? XMLElement(parsing: response.body),
            let error = root["Error"] ?? root["Errors"]?["Error"] ?? (root.name == "Error" ? root : nil),
            let code = error["Code"]?.text
        else { return nil }
        return (code, error["Message"]?.text, (root["RequestId"] ?? root["RequestID"])?.text)
    }

    /// Which of these members and headers are in use differs by service.
    private static func json(_ response: HTTPResponse) -> (String, String?, String?)? {
        let body = try? JSONDecoder().decode(JSONBody.self, from: response.body)
        guard let code = response.headers["x-amzn-ErrorType"] ?? body?.__type ?? body?.code else { return nil }
        // `com.amazonaws.cloudtrail#TrailNotFoundException:http://…`
        let bare = code.prefix { $0 != ":" }.split(separator: "#").last ?? ""
        return (String(bare), body?.message ?? body?.Message, nil)
    }

    private struct JSONBody: Decodable {
        var __type: String?
        var code: String?
        var message: String?
        var Message: String?
    }
}

extension UInt8 {
    /// Space, tab, line feed or carriage return, as XML and JSON see it.
    var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension HTTPResponse {
    /// What AWS calls the request, as far as a header says.
    var requestID: String? { headers["x-amzn-RequestId"] ?? headers["x-amz-request-id"] }
}
