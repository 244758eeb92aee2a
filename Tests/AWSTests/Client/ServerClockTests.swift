import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Clocks that are off")
struct ServerClockTests {
    /// An AWS that accepts signatures of its own time, give or take five minutes.
    private struct Server: Sendable {
        /// How far its clock is ahead of ours, in seconds.
        var lead = 0.0
        var refusal = "RequestTimeTooSkewed"
        var tellsTime = true
        let clock: HandClock

        func transport() -> ScriptedTransport {
            ScriptedTransport { request, _ throws(TransportError) in
                let time = clock.now.addingTimeInterval(lead)
                let stamp = request.headers["X-Amz-Date"] ?? ""
                let isRight = (-300...300).contains { SigningTime(time.addingTimeInterval(Double($0))).stamp == stamp }
                var response =
                    isRight ? answer(to: request) : .refusal(refusal, "The clock is off.", status: 403)
                if tellsTime { response.headers["Date"] = Self.text(time) }
                return response
            }
        }

        private func answer(to request: HTTPRequest) -> HTTPResponse {
            switch request.operation {
            case "GetCallerIdentity": STSAnswers.identity(AWSEstate.own.rawValue)
            case "AssumeRole":
                STSAnswers.credentials(
                    "AssumeRole",
                    expiration: clock.now.addingTimeInterval(lead + 3600).formatted(.iso8601))
            default: .text(#"{"trailList":[]}"#)
            }
        }

        /// `Sun, 30 Aug 2015 12:36:00 GMT`: the tests stay within two days of it.
        private static func text(_ date: Date) -> String {
            let stamp = SigningTime(date).stamp
            let time = stamp.dropFirst(9).prefix(6)
            let (hours, minutes, seconds) = (time.prefix(2), time.dropFirst(2).prefix(2), time.suffix(2))
            return "Sun, \(stamp.dropFirst(6).prefix(2)) Aug 2015 \(hours):\(minutes):\(seconds) GMT"
        }
    }

    private static func surroundings(_ clock: HandClock) -> Surroundings {
        var surroundings = Surroundings.still()
        surroundings.now = { clock.now }
        return surroundings
    }

    private static func trails(_ server: Server, _ transport: ScriptedTransport) throws -> CloudTrail {
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: surroundings(server.clock))
        return CloudTrail(client, region: AWSEstate.region)
    }

    @Test(
        "A wrong clock costs one request, is corrected by the server's date, and that is remembered",
        arguments: [
            "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
            "SignatureDoesNotMatch", "AuthFailure",
        ], [-7200.0, 86_400])
    func corrected(code: String, lead: Double) async throws {
        let server = Server(lead: lead, refusal: code, clock: HandClock())
        let transport = server.transport()
        let trails = try Self.trails(server, transport)
        for _ in 0..<3 { _ = try await trails.describeTrails() }
        #expect(transport.requests.count == 4)
    }

    @Test("A clock that is put right meanwhile is noticed in the same way")
    func putRight() async throws {
        let clock = HandClock()
        let behind = Mutex(3600.0)
        let server = Server(lead: 0, clock: clock)
        let transport = server.transport()
        var surroundings = Surroundings.still()
        surroundings.now = { clock.now.addingTimeInterval(-behind.withLock { $0 }) }
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: surroundings)
        let trails = CloudTrail(client, region: AWSEstate.region)
        _ = try await trails.describeTrails()
        behind.withLock { $0 = 0 }
        for _ in 0..<2 { _ = try await trails.describeTrails() }
        #expect(transport.requests.count == 5)
    }

    @Test("Where the clock is not to blame, or the server tells no time, the refusal is told as it is")
    func notTheClock() async throws {
        let wrongKeys = ScriptedTransport([
            .success(
                .text(
                    #"{"__type":"InvalidSignatureException"}"#, status: 400,
                    headers: ["Date": "Sun, 30 Aug 2015 12:39:59 GMT"]))
        ])
        let silent = Server(lead: 7200, tellsTime: false, clock: HandClock())
        for transport in [wrongKeys, silent.transport()] {
            let trails = try Self.trails(silent, transport)
            let error = await #expect(throws: AWSError.self) { try await trails.describeTrails() }
            #expect(error?.code != nil)
            #expect(transport.requests.count == 1)
        }
    }

    @Test("With a clock that is two hours ahead, a session is still good for its hour")
    func sessions() async throws {
        let server = Server(lead: -7200, clock: HandClock())
        let transport = server.transport()
        let source = try AWSEstate.source(transport, surroundings: Self.surroundings(server.clock))
        for _ in 0..<5 { _ = try await source.account(AWSEstate.account).snapshot(of: AWSEstate.region) }
        #expect(transport.requests.count { $0.operation == "AssumeRole" } == 1)
        #expect(transport.requests.count { $0.operation == "DescribeTrails" } == 5)
        #expect(transport.requests.count { $0.operation == "GetCallerIdentity" } == 2)
    }

    @Test(
        "A server's date is read in the form that servers send, and in no other",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
            ("Sun, 06 Now 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
            ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil), ("", nil),
        ] as [(String, Double?)])
    func dates(text: String, seconds: Double?) {
        let response = HTTPResponse(status: 200, headers: ["Date": text])
        #expect(response.date == seconds.map(Date.init(timeIntervalSince1970:)))
        #expect(HTTPResponse(status: 200).date == nil)
    }
}
