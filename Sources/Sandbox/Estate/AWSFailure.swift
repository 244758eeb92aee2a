import FoundationEssentials
import Networking

/// An error answer of AWS.
struct AWSFailure: Error, Equatable {
    var code: String
    var message: String
    var status: Int

    init(_ code: String, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }

    /// In the shape of the service's protocol.
    func response(service: String) -> ServedResponse {
        switch service {
        case "cloudtrail":
            return ServedResponse(
                status, type: "application/x-amz-json-1.1", headers: Self.requestID,
                body: JSONValue.object(["__type": .string(code), "message": .string(message)]).encoded)
        case "ec2":
            let error = "<Error><Code>\(code)</Code><Message>\(XML.escape(message))</Message></Error>"
            return .xml(
                "<Response><Errors>\(error)</Errors><RequestID>\(XML.requestID)</RequestID></Response>", status: status)
        default:
            let error =
                "<Error><Type>Sender</Type><Code>\(code)</Code><Message>\(XML.escape(message))</Message></Error>"
            let space = "https://sts.amazonaws.com/doc/2011-06-15/"
            return .xml(
                "<ErrorResponse xmlns=\"\(space)\">\(error)<RequestId>\(XML.requestID)</RequestId></ErrorResponse>",
                status: status)
        }
    }

    static let requestID = [(name: "x-amzn-RequestId", value: XML.requestID)]
}

enum XML {
    static let requestID = "5a4d0b0c-0000-4000-8000-000000000001"

    static func escape(_ text: String) -> String {
        TypedText.escape(text).replacing("\"", with: "&quot;")
    }
}

extension ServedResponse {
    static func xml(_ text: String, status: Int = 200) -> ServedResponse {
        ServedResponse(
            status, type: "text/xml", headers: AWSFailure.requestID,
            body: Data("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(text)".utf8))
    }

    static func awsJSON(_ value: JSONValue) -> ServedResponse {
        ServedResponse(type: "application/x-amz-json-1.1", headers: AWSFailure.requestID, body: value.encoded)
    }
}
