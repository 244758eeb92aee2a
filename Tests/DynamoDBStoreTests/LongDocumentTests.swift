import ChatOps
import CloudTrailCore
import DynamoDBStore
import Foundation
import StoreContract
import Testing

@Suite("Records larger than an item of DynamoDB", .serialized)
struct LongDocumentTests {
    private static let subject = Sample.notice(of: Sample.issue()).subject
    private static let pieces = "print(sum('#piece' in item['pk'] + item['sk'] for item in records.scan()['Items']))"

    private static func thread(places count: Int, endedAt: Date? = nil) -> AlertThread {
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "C1", kind: .channel),
            message: MessageReference(channel: "C1", id: "1.2"), openedAt: Sample.date(2),
            places: Set((0..<count).map { Sample.place(String(format: "%012d", $0), "ap-southeast-1") }))
        thread.endedAt = endedAt
        return thread
    }

    @Test("are kept in pieces, of which none is left when the record becomes small")
    func shrinks() async throws {
        let bed = try await MotoTables.fresh()
        for count in [20_000, 15_000] {
            try await bed.store.save([], thread: Self.thread(places: count))
            #expect(try await bed.store.thread(of: Self.subject) == Self.thread(places: count))
        }
        let (large, small) = (Self.thread(places: 15_000), Self.thread(places: 1))
        #expect(try await bed.python(Self.pieces) == ["2"])
        try await bed.store.save([], thread: small)
        #expect(try await bed.store.thread(of: Self.subject) == small)
        #expect(try await bed.python(Self.pieces) == ["0"])
        #expect(large != small)
    }

    @Test("may be larger than a transaction, with the notices they show")
    func huge() async throws {
        let bed = try await MotoTables.fresh()
        var notice = Sample.notice(of: Sample.issue())
        _ = try await bed.store.commit(Sample.issue(), notices: [notice])
        notice.state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(2))
        let thread = Self.thread(places: 100_000)
        bed.wire.forget()
        try await bed.store.save([notice], thread: thread)
        #expect(try await bed.store.thread(of: Self.subject) == thread)
        #expect(try await bed.store.notices(about: notice.issue.place) == [notice])
        let largest = bed.wire.calls.filter { $0.operation == "TransactWriteItems" }.map(\.bytes).max() ?? 0
        #expect(largest > 1 << 20 && largest < 4 << 20)
    }

    @Test("leave nothing behind, and what was there as it was, when the notices they show are not stored")
    func refused() async throws {
        let bed = try await MotoTables.fresh()
        let before = Self.thread(places: 15_000)
        try await bed.store.save([], thread: before)
        await #expect(throws: StoreError.self) {
            try await bed.store.save([Sample.notice(of: Sample.issue())], thread: Self.thread(places: 20_000))
        }
        #expect(try await bed.store.thread(of: Self.subject) == before)
        #expect(try await bed.python(Self.pieces) == ["2"])
    }

    @Test("are gone when they are over, however much of them DynamoDB has taken away")
    func halfGone() async throws {
        let bed = try await MotoTables.fresh()
        try await bed.store.save([], thread: Self.thread(places: 15_000, endedAt: Date(timeIntervalSince1970: 0)))
        try await bed.python(
            """
            piece = next(item for item in records.scan()["Items"] if "#piece" in item["pk"] + item["sk"])
            records.delete_item(Key={"pk": piece["pk"], "sk": piece["sk"]})
            """)
        #expect(try await bed.store.thread(of: Self.subject) == nil)
        let again = Self.thread(places: 2)
        try await bed.store.save([], thread: again)
        #expect(try await bed.store.thread(of: Self.subject) == again)
    }
}
