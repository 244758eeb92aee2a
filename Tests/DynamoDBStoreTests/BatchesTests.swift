import AWS
import Testing

@testable import DynamoDBStore

@Suite("Batches of writes")
struct BatchesTests {
    private static func group(_ count: Int, bytes: Int = 10) -> [Write] {
        Array(repeating: .put(["a": .string(String(repeating: "x", count: bytes))], in: "t"), count: count)
    }

    @Test("Hold as many groups as a transaction takes, and never part of one")
    func counted() {
        let groups = [Self.group(1)] + Array(repeating: Self.group(3), count: 67)
        #expect(Batches(groups).all.map(\.count) == [100, 99, 3])
        #expect(Batches([]).all.isEmpty)
    }

    @Test("Stay below what a transaction takes in bytes")
    func weighed() {
        let groups = Array(repeating: Self.group(2, bytes: 390 << 10), count: 10)
        #expect(Batches(groups).all.map(\.count) == [6, 6, 6, 2])
    }
}
