import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Many items of DynamoDB at once")
struct BatchReadTests {
    private static func database(_ transport: ScriptedTransport) throws -> DynamoDB {
        DynamoDB(
            try AWSAccess(
                transport: transport,
                settings: .of([
                    "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1",
                ]), surroundings: .still()))
    }

    private static func keys(_ range: Range<Int>) -> [DynamoDB.Item] { range.map { ["pk": .number($0)] } }

    /// The numbers that a request asks for.
    private static func numbers(_ request: HTTPRequest) -> [Int] {
        let body = try? JSONDecoder().decode(JSONValue.self, from: request.body)
        return body?["RequestItems"]?["t"]?["Keys"]?.array?.compactMap { $0["pk"]?["N"]?.string.flatMap { Int($0) } }
            ?? []
    }

    private static func answer(_ found: [Int], missing: [Int] = []) -> HTTPResponse {
        func items(_ numbers: [Int]) -> String { numbers.map { #"{"pk":{"N":"\#($0)"}}"# }.joined(separator: ",") }
        let rest = missing.isEmpty ? "{}" : #"{"t":{"Keys":[\#(items(missing))],"ConsistentRead":true}}"#
        return .text(#"{"Responses":{"t":[\#(items(found))]},"UnprocessedKeys":\#(rest)}"#)
    }

    @Test("A hundred go into one call, and what a call leaves out is asked for again")
    func batches() async throws {
        let transport = ScriptedTransport { request, number in
            let asked = Self.numbers(request)
            return number == 0 ? Self.answer(Array(asked[..<60]), missing: Array(asked[60...])) : Self.answer(asked)
        }
        let items = try await Self.database(transport).items(Self.keys(0..<150), in: "t")
        #expect(Set(items.compactMap { $0["pk"]?.int }) == Set(0..<150) && items.count == 150)
        #expect(transport.requests.map { Self.numbers($0).count } == [100, 90])
        #expect(transport.requests.allSatisfy { $0.text.contains(#""ConsistentRead":true"#) })
    }

    @Test("A table that is short of capacity is given time, however little it answers")
    func slow() async throws {
        let transport = ScriptedTransport { request, _ in
            let asked = Self.numbers(request)
            return Self.answer([asked[0]], missing: Array(asked[1...]))
        }
        let pauses = Mutex(0)
        let access = try AWSAccess(
            transport: transport,
            settings: .of(["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1"]),
            surroundings: .still { _ in pauses.withLock { $0 += 1 } })
        #expect(try await DynamoDB(access).items(Self.keys(0..<10), in: "t").count == 10)
        #expect(transport.requests.count == 10 && pauses.withLock { $0 } == 9)
    }

    @Test("A table that answers nothing is given up after a while, in words")
    func starved() async throws {
        let transport = ScriptedTransport { request, _ in Self.answer([], missing: Self.numbers(request)) }
        let error = await #expect(throws: AWSError.self) {
            try await Self.database(transport).items(Self.keys(0..<3), in: "t")
        }
        #expect(error?.message == "the table t answers no reads at the moment")
        #expect(transport.requests.count == 6)
    }

    @Test("No keys cost no call")
    func none() async throws {
        let transport = ScriptedTransport([])
        #expect(try await Self.database(transport).items([], in: "t") == [])
        #expect(transport.requests.isEmpty)
    }
}
