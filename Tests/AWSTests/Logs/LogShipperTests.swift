import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Shipping log lines")
struct LogShipperTests {
    private static let stream = LogStream(group: "/group", name: "stream")
    private static let other = LogStream(group: "/other", name: "stream")
    private static let time = Date(timeIntervalSince1970: 1_440_938_160)

    /// A shipper over a scripted AWS, and what it told.
    private final class Bench: Sendable {
        let transport: ScriptedTransport
        let shipper: LogShipper
        private let told: News

        private final class News: Sendable {
            let all = Mutex<[LogShipper.News]>([])
        }

        init(limit: Int = LogShipper.limit, _ script: @escaping ScriptedTransport.Script) throws {
            transport = ScriptedTransport(script)
            let client = AWSClient(
                transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
                surroundings: .still())
            let news = News()
            told = news
            shipper = LogShipper(CloudWatchLogs(client: client, region: Region("eu-west-1")!), limit: limit) { item in
                news.all.withLock { $0.append(item) }
            }
        }

        var news: [LogShipper.News] { told.all.withLock { $0 } }
        var operations: [String] { transport.requests.map(\.operation) }

        func record(_ texts: String..., in stream: LogStream = stream) {
            for text in texts { shipper.record(text, at: time, in: stream) }
        }
    }

    @Test("Lines go out in one signed call, with their time in milliseconds")
    func ships() async throws {
        let bench = try Bench { _, _ in .text("{}") }
        bench.record("one", "two")
        #expect(await bench.shipper.ship())
        let request = try #require(bench.transport.requests.first)
        #expect(bench.operations == ["PutLogEvents"])
        #expect(request.url == "https://logs.eu-west-1.amazonaws.com/")
        #expect(request.scope.dropFirst(2).prefix(2) == ["eu-west-1", "logs"])
        let body = try JSONDecoder().decode(JSONValue.self, from: request.body)
        #expect(
            body == [
                "logGroupName": "/group", "logStreamName": "stream",
                "logEvents": [
                    ["timestamp": 1_440_938_160_000, "message": "one"],
                    ["timestamp": 1_440_938_160_000, "message": "two"],
                ],
            ])
        // Nothing is left to send.
        #expect(await bench.shipper.ship() && bench.operations.count == 1)
        #expect(bench.news == [])
    }

    @Test("A missing group and stream are made, also where somebody else makes them meanwhile")
    func makes() async throws {
        let bench = try Bench { request, number in
            switch (request.operation, number) {
            case ("PutLogEvents", 0), ("CreateLogStream", 1):
                .refusal("ResourceNotFoundException", "The specified log group does not exist.")
            case ("CreateLogGroup", _): .refusal("ResourceAlreadyExistsException")
            case ("CreateLogStream", _): .text("")
            default: .text("{}")
            }
        }
        bench.record("one")
        #expect(await bench.shipper.ship())
        #expect(
            bench.operations == [
                "PutLogEvents", "CreateLogStream", "CreateLogGroup", "CreateLogStream", "PutLogEvents",
            ])
    }

    @Test("Who may not make groups has streams made in those that there are")
    func makesStream() async throws {
        let bench = try Bench { request, number in
            switch (request.operation, number) {
            case ("PutLogEvents", 0): .refusal("ResourceNotFoundException", "The specified log stream does not exist.")
            case ("CreateLogGroup", _): .refusal("AccessDeniedException")
            default: .text("{}")
            }
        }
        bench.record("one")
        #expect(await bench.shipper.ship())
        #expect(bench.operations == ["PutLogEvents", "CreateLogStream", "PutLogEvents"])
    }

    @Test("A stream that is refused costs the others no line")
    func apart() async throws {
        let bench = try Bench(limit: 100) { request, _ in
            request.text.contains("/other") ? .refusal("AccessDeniedException") : .text("{}")
        }
        bench.record("one", "two", "three", "four", in: Self.other)
        #expect(await bench.shipper.ship() == false)
        #expect(bench.news.last == .lost(1))
        bench.record("five", "six", "seven")
        #expect(await bench.shipper.ship() == false)
        #expect(bench.news.count == 2)
        let sent = bench.transport.requests.filter { $0.text.contains(#"/group""#) }
        #expect(sent.count == 1 && sent.allSatisfy { $0.text.contains("five") && $0.text.contains("seven") })
    }

    @Test("While AWS refuses, lines wait; that is told once, and so is the end of it")
    func waits() async throws {
        let isBroken = Mutex(true)
        let bench = try Bench { _, _ in isBroken.withLock { $0 } ? .refusal("AccessDeniedException") : .text("{}") }
        bench.record("one")
        #expect(await bench.shipper.ship() == false)
        bench.record("two")
        #expect(await bench.shipper.ship() == false)
        guard case .failing(Self.stream, let error)? = bench.news.first else {
            Issue.record("\(bench.news)")
            return
        }
        #expect(error.code == "AccessDeniedException" && bench.news.count == 1)
        isBroken.withLock { $0 = false }
        #expect(await bench.shipper.ship())
        #expect(bench.transport.requests.last?.text.contains(#""message":"two""#) == true)
        #expect(bench.news.dropFirst() == [.working(Self.stream)])
    }

    @Test("A throttle is waited for, and costs no line")
    func throttled() async throws {
        let bench = try Bench { _, number in number < 2 ? .refusal("ThrottlingException") : .text("{}") }
        bench.record("one")
        #expect(await bench.shipper.ship())
        #expect(bench.operations.count == 3)
        #expect(bench.news == [])
    }

    @Test("What AWS will never take is given up, alone, and told")
    func refused() async throws {
        let bench = try Bench { request, _ in
            request.text.contains("bad") ? .refusal("InvalidParameterException", "No such line.") : .text("{}")
        }
        bench.record("one", "two", "bad", "four", "five")
        #expect(await bench.shipper.ship())
        #expect(bench.news.count == 2 && bench.news.last == .lost(1))
        let sent = bench.transport.requests.filter { !$0.text.contains("bad") }.map(\.text)
        #expect(["one", "two", "four", "five"].allSatisfy { word in sent.count { $0.contains(#""\#(word)""#) } == 1 })
        bench.record("six")
        #expect(await bench.shipper.ship())
        #expect(bench.transport.requests.last?.text.contains("were lost") == true)
        #expect(bench.news.count == 2)
    }

    @Test("A batch that is refused whatever it holds is given up after a while")
    func refusedWhole() async throws {
        let bench = try Bench { _, _ in .refusal("InvalidParameterException", "No such name.") }
        for number in 0..<1000 { bench.record("line \(number)") }
        #expect(await bench.shipper.ship())
        #expect(bench.news.last == .lost(1000))
        #expect(bench.operations.count <= 100)
    }

    @Test(
        "Lines that AWS did not keep are told",
        arguments: [
            (#"{"tooOldLogEventEndIndex":2}"#, 2), (#"{"expiredLogEventEndIndex":1,"tooNewLogEventStartIndex":2}"#, 2),
            (#"{"tooNewLogEventStartIndex":0}"#, 3),
        ])
    func rejected(info: String, count: Int) async throws {
        let bench = try Bench { _, _ in .text(#"{"rejectedLogEventsInfo":\#(info)}"#) }
        bench.record("one", "two", "three")
        #expect(await bench.shipper.ship())
        #expect(bench.news == [.rejected(count, Self.stream)])
    }

    @Test("A full buffer loses what comes later, and tells how much")
    func overflow() async throws {
        let bench = try Bench(limit: 60) { _, _ in .text("{}") }
        bench.record("one", "two", "three", "four")
        #expect(await bench.shipper.ship())
        #expect(bench.news == [.lost(2)])
        #expect(await bench.shipper.ship())
        #expect(bench.news == [.lost(2)])
    }

    @Test("At the end what is left is sent; what cannot be is told as lost")
    func finish() async throws {
        let well = try Bench { _, _ in .text("{}") }
        well.record("one")
        await well.shipper.finish(within: .seconds(60))
        #expect(well.operations == ["PutLogEvents"] && well.news == [])

        let ill = try Bench { _, _ in .refusal("AccessDeniedException") }
        ill.record("one", "two")
        await ill.shipper.finish(within: .seconds(60))
        #expect(ill.news.last == .lost(2))
    }

    @Test("Lines are taken while a call hangs, and sent after it")
    func neverBlocks() async throws {
        let gate = Gate()
        let transport = GatedTransport(gate: gate)
        let client = AWSClient(
            transport: transport, endpoints: try Endpoints(.of()), credentials: FixedCredentials(.example),
            surroundings: .still())
        let shipper = LogShipper(CloudWatchLogs(client: client, region: Region("eu-west-1")!)) { _ in }
        shipper.record("first", at: Self.time, in: Self.stream)
        async let shipped = shipper.ship()
        await gate.reached()
        for number in 0..<1000 { shipper.record("line \(number)", at: Self.time, in: Self.stream) }
        gate.open()
        #expect(await shipped)
        #expect(transport.requests.count == 2)
        #expect(transport.requests.last?.text.contains("line 999") == true)
    }

    @Test("The end waits no longer than it may, not even for credentials that never come", .timeLimit(.minutes(1)))
    func bounded() async throws {
        let cache = CredentialCache(now: { Self.time }) { () throws(AWSError) in
            try? await Task.sleep(for: .seconds(3600))
            return .example
        }
        let client = AWSClient(
            transport: ScriptedTransport([]), endpoints: try Endpoints(.of()), credentials: cache,
            surroundings: .still())
        let lost = Mutex<[LogShipper.News]>([])
        let shipper = LogShipper(CloudWatchLogs(client: client, region: Region("eu-west-1")!)) { news in
            lost.withLock { $0.append(news) }
        }
        shipper.record("one", at: Self.time, in: Self.stream)
        await shipper.finish(within: .milliseconds(10))
        #expect(lost.withLock { $0 } == [.lost(1)])
    }
}
