import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("AWS client")
struct AWSClientTests {
    private static let region = Region("eu-west-1")!

    private static func client(_ transport: any HTTPTransport, endpoint: String? = nil) throws -> AWSClient {
        let environment = endpoint.map { ["AWS_ENDPOINT_URL": $0] } ?? [:]
        return AWSClient(
            transport: transport, endpoints: try Endpoints(.of(environment)), credentials: FixedCredentials(.example),
            surroundings: .still())
    }

    private static func error(_ response: HTTPResponse) async throws -> AWSError? {
        let client = try client(ScriptedTransport([.success(response)]))
        return await #expect(throws: AWSError.self) {
            try await CloudTrail(client, region: region).trailStatus(arn: "arn")
        }
    }

    @Test("A JSON call goes to its service and region, with its target, signed")
    func jsonRequest() async throws {
        let transport = ScriptedTransport([.success(.text(#"{"IsLogging":true}"#))])
        _ = try await CloudTrail(Self.client(transport), region: Self.region).trailStatus(arn: "arn:aws:x")
        let request = try #require(transport.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://cloudtrail.eu-west-1.amazonaws.com/")
        #expect(
            request.headers["X-Amz-Target"]
                == "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.GetTrailStatus")
        #expect(request.headers["Content-Type"] == "application/x-amz-json-1.1")
        #expect(request.text == #"{"Name":"arn:aws:x"}"#)
        #expect(request.scope == ["AKIDEXAMPLE", "20150830", "eu-west-1", "cloudtrail", "aws4_request"])
        #expect(request.maximumResponseBytes == 4 << 20)
    }

    @Test(
        "An error's code is found in each of its spellings",
        arguments: [
            (#"{"__type":"TrailNotFoundException","message":"Unknown."}"#, nil),
            (#"{"__type":"com.amazonaws.cloudtrail#TrailNotFoundException","Message":"Unknown."}"#, nil),
            (#"{"code":"TrailNotFoundException","message":"Unknown."}"#, nil),
            (#"{"message":"Unknown."}"#, "TrailNotFoundException:http://internal.amazon.com/coral/"),
            (
                "\n<ErrorResponse><Error><Code>TrailNotFoundException</Code><Message>Unknown.</Message></Error></ErrorResponse>",
                nil
            ),
            (
                "<Response><Errors><Error><Code>TrailNotFoundException</Code><Message>Unknown.</Message></Error></Errors></Response>",
                nil
            ),
        ] as [(String, String?)])
    func errorCodes(body: String, type: String?) async throws {
        var headers: HTTPHeaders = ["x-amzn-RequestId": "id-1"]
        headers["x-amzn-ErrorType"] = type
        #expect(
            try await Self.error(.text(body, status: 400, headers: headers))
                == AWSError(
                    .refused(code: "TrailNotFoundException"), call: "GetTrailStatus", "Unknown.", status: 400,
                    requestID: "id-1"))
    }

    @Test("An error reads as one sentence, with the request to ask AWS about, and is never endless")
    func description() async throws {
        let error = try await Self.error(.refusal("AccessDenied", "You may not."))
        #expect(error?.description == "GetTrailStatus: AccessDenied: You may not. (request r-1)")
        let long = try await Self.error(.refusal("AccessDenied", String(repeating: "x", count: 5000)))
        #expect(long?.message == String(repeating: "x", count: 600) + "…")
        #expect(long?.rawMessage == String(repeating: "x", count: 5000))
        let bare = try await Self.error(.text(#"{"__type":"Odd"}"#, status: 400))
        #expect(bare?.message == "no explanation given")
    }

    @Test(
        "The request's id is found in the answer's header or body",
        arguments: [
            (#"{"__type":"Odd"}"#, "x-amzn-RequestId", "id-1"), (#"{"__type":"Odd"}"#, "X-Amz-Request-Id", "id-1"),
            ("<html>", "x-amzn-requestid", "id-1"),
            (
                "<ErrorResponse><Error><Code>Odd</Code></Error><RequestId>id-2</RequestId></ErrorResponse>", "Date",
                "id-2"
            ),
            (
                "<Response><Errors><Error><Code>Odd</Code></Error></Errors><RequestID>id-2</RequestID></Response>",
                "Date", "id-2"
            ),
        ])
    func requestIDs(body: String, header: String, id: String) async throws {
        var headers: HTTPHeaders = [:]
        headers[header] = "id-1"
        #expect(try await Self.error(.text(body, status: 400, headers: headers))?.requestID == id)
    }

    @Test(
        "A denial is told from other refusals in each of its spellings",
        arguments: [
            ("AccessDenied", true), ("AccessDeniedException", true), ("UnauthorizedOperation", true),
            ("ThrottlingException", false), ("InvalidClientTokenId", false),
        ])
    func denials(code: String, isDenial: Bool) async throws {
        #expect(try await Self.error(.refusal(code))?.isDenial == isDenial)
    }

    @Test(
        "An answer that cannot be read says what is wrong with it",
        arguments: [
            (#"{"IsLogging":tr"#, 200, "the answer is not the JSON expected: cut short or damaged"),
            ("", 200, "the answer is not the JSON expected: cut short or damaged"),
            ("<html>", 200, "the answer is not the JSON expected: cut short or damaged"),
            ("{}", 200, "the answer is not the JSON expected: `IsLogging` is missing"),
            (#"{"IsLogging":"yes"}"#, 200, "the answer is not the JSON expected: expected Bool at IsLogging"),
            ("<html>Proxy</html>", 403, "HTTP 403 with an answer that is not AWS's"),
            ("{}", 400, "HTTP 400 with an answer that is not AWS's"),
            ("", 301, "HTTP 301 with an answer that is not AWS's"),
        ])
    func malformed(body: String, status: Int, sentence: String) async throws {
        let error = try await Self.error(.text(body, status: status))
        #expect(error == AWSError(.malformedAnswer, call: "GetTrailStatus", sentence, status: status))
    }

    @Test("A Query answer that is not XML, or lacks what it must have, is told")
    func malformedQuery() async throws {
        for (body, sentence) in [
            ("{}", "the answer is not the XML expected: expected an element at byte 0"),
            ("<GetCallerIdentityResponse><Get", "the answer is not the XML expected: cut short at byte 31"),
            ("<a/>", "the answer has no <GetCallerIdentityResult>"),
            ("<a><GetCallerIdentityResult><Arn>x</Arn></GetCallerIdentityResult></a>", "the answer has no <Account>"),
            (
                "<a><GetCallerIdentityResult><Arn>x</Arn><Account>12</Account></GetCallerIdentityResult></a>",
                "the answer names no account and ARN"
            ),
        ] {
            let client = try Self.client(ScriptedTransport([.success(.text(body))]))
            let error = await #expect(throws: AWSError.self) {
                try await STS(client, region: Self.region).callerIdentity()
            }
            #expect(error?.kind == .malformedAnswer)
            #expect(error?.message == sentence)
        }
    }

    @Test("Over a real connection, an answer cut off by a reset is tried again and then told")
    func reset() async throws {
        try await RawServer.with(script: { connection in
            _ = try connection.receiveRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"IsLogging\":")
            connection.reset()
        }) { server in
            let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
            let client = try Self.client(transport, endpoint: server.url)
            let error = await #expect(throws: AWSError.self) {
                try await CloudTrail(client, region: Self.region).trailStatus(arn: "arn")
            }
            #expect(error?.kind == .transport(.connectionLost))
            #expect(server.received.count == 3)
        }
    }

    @Test("Over a real connection, throttling ends once the server answers")
    func throttledOnce() async throws {
        try await RawServer.with(script: { connection in
            _ = try connection.receiveRequest()
            try connection.respond(status: 400, body: Data(#"{"__type":"ThrottlingException"}"#.utf8))
            _ = try connection.receiveRequest()
            try connection.respond(body: Data(#"{"IsLogging":true}"#.utf8))
            try connection.stall()
        }) { server in
            let transport = try CurlTransport(options: .init(userAgent: "trailwatch-tests"))
            let client = try Self.client(transport, endpoint: server.url)
            let status = try await CloudTrail(client, region: Self.region).trailStatus(arn: "arn")
            #expect(status.IsLogging)
        }
    }
}
