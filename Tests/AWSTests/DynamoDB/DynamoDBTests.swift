import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("DynamoDB")
struct DynamoDBTests {
    private static func database(_ transport: ScriptedTransport) throws -> DynamoDB {
        let settings = try AWSSettings.of([
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1",
        ])
        return DynamoDB(try AWSAccess(transport: transport, settings: settings, surroundings: .still()))
    }

    private static let key: DynamoDB.Item = ["pk": .string("a")]

    private static func cancelled(_ reasons: String) -> HTTPResponse {
        .text(
            #"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled","CancellationReasons":[\#(reasons)]}"#,
            status: 400)
    }

    @Test("A value of each kind is written as DynamoDB writes it, and comes back")
    func values() throws {
        let value: AttributeValue = .map([
            "a": .string("x"), "b": .number(7), "c": .bool(false), "d": .null, "e": .list([.string("")]),
        ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        #expect(
            text
                == #"{"M":{"a":{"S":"x"},"b":{"N":"7"},"c":{"BOOL":false},"d":{"NULL":true},"e":{"L":[{"S":""}]}}}"#)
        #expect(try JSONDecoder().decode(AttributeValue.self, from: Data(text.utf8)) == value)
        let sets = #"{"M":{"s":{"SS":["a"]},"b":{"B":"AA=="}}}"#
        let others = try JSONDecoder().decode(AttributeValue.self, from: Data(sets.utf8))
        #expect(others == .map(["s": .other, "b": .other]))
    }

    @Test("A transaction that is sent again after a lost answer is the same one")
    func repeated() async throws {
        let transport = ScriptedTransport([.failure(TransportError(.timedOut, "lost")), .success(.text("{}"))])
        try await Self.database(transport).write([.put(Self.key, in: "t", if: .absent("pk"))], token: "once")
        #expect(transport.requests.map(\.operation) == ["TransactWriteItems", "TransactWriteItems"])
        #expect(transport.requests.allSatisfy { $0.text.contains(#""ClientRequestToken":"once""#) })
    }

    @Test("Two calls are two transactions")
    func tokens() async throws {
        let transport = ScriptedTransport([.success(.text("{}"))])
        for _ in 1...2 { try await Self.database(transport).write([.delete(Self.key, in: "t")]) }
        let tokens = Set(transport.requests.map { $0.text.firstMatch(of: /ClientRequestToken":"([^"]+)/).map { $0.1 } })
        #expect(tokens.count == 2)
    }

    @Test("A cancelled transaction says what stood against which write, and is not tried again")
    func cancelledForGood() async throws {
        let reasons = #"{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}"#
        let transport = ScriptedTransport([.success(Self.cancelled(reasons))])
        let error = await #expect(throws: AWSError.self) {
            try await Self.database(transport).write([.delete(Self.key, in: "t")])
        }
        #expect(error?.code == "TransactionCanceledException")
        #expect(
            error?.cancellations == [
                .init(code: "None"), .init(code: "ConditionalCheckFailed", message: "The conditional request failed"),
            ])
        #expect(transport.requests.count == 1)
    }

    @Test(
        "A transaction that met another one, or a throttle, is tried again, three times in all",
        arguments: ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
    func contention(code: String) async throws {
        let transport = ScriptedTransport([.success(Self.cancelled(#"{"Code":"None"},{"Code":"\#(code)"}"#))])
        await #expect(throws: AWSError.self) {
            try await Self.database(transport).write([.delete(Self.key, in: "t")])
        }
        #expect(transport.requests.count == 3)
    }

    @Test("A query goes on until no page is left, over empty pages as well")
    func pages() async throws {
        let transport = ScriptedTransport([
            .success(.text(#"{"Items":[{"pk":{"S":"a"}}],"LastEvaluatedKey":{"pk":{"S":"a"}}}"#)),
            .success(.text(#"{"Items":[],"LastEvaluatedKey":{"pk":{"S":"b"}}}"#)),
            .success(.text(#"{"Items":[{"pk":{"S":"c"}}]}"#)),
        ])
        let items = try await Self.database(transport).items(.equal("pk", .string("a")), in: "t")
        #expect(items == [["pk": .string("a")], ["pk": .string("c")]])
        #expect(transport.requests.count == 3)
        #expect(transport.requests[2].text.contains(#""ExclusiveStartKey":{"pk":{"S":"b"}}"#))
        #expect(transport.requests.allSatisfy { $0.text.contains(#""ConsistentRead":true"#) })
    }

    @Test("A page that is followed by itself is an error rather than an endless loop")
    func samePage() async throws {
        let transport = ScriptedTransport([.success(.text(#"{"Items":[],"LastEvaluatedKey":{"pk":{"S":"a"}}}"#))])
        let error = await #expect(throws: AWSError.self) { try await Self.database(transport).items(of: "t") }
        #expect(error?.kind == .malformedAnswer)
    }

    @Test("An item whose condition does not hold is not put, which is no error")
    func put() async throws {
        let transport = ScriptedTransport([.success(.refusal("ConditionalCheckFailedException"))])
        #expect(try await !Self.database(transport).put(Self.key, in: "t", if: .absent("pk")))
    }
}
