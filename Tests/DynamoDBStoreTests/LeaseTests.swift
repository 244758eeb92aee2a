import ChatOps
import CloudTrailCore
import DynamoDBStore
import StoreContract
import Testing

@Suite("The lease in DynamoDB")
struct LeaseTests {
    @Test("is replaced only by who knows it as it is, from the first record to one that was given back")
    func replaced() async throws {
        let store = try await MotoTables.fresh().store
        #expect(try await store.lease() == nil)
        let records = [
            Lease.Record(holder: "a", fence: 1), Lease.Record(holder: "a", fence: 1, beat: 1),
            Lease.Record(holder: nil, fence: 1, beat: 2), Lease.Record(holder: "b", fence: 2),
        ]
        var before: Lease.Record?
        for record in records {
            #expect(try await !store.replace(Lease.Record(holder: "c", fence: 9), with: record))
            #expect(try await store.replace(before, with: record))
            #expect(try await !store.replace(before, with: record))
            #expect(try await store.lease() == record)
            before = record
        }
    }

    @Test("keeps an earlier holder from a notice that a later one has worked on")
    func fenced() async throws {
        let store = try await MotoTables.fresh().store
        var notice = Sample.notice(of: Sample.issue())
        _ = try await store.commit(Sample.issue(), notices: [notice])
        func save(_ attempts: Int, under fence: Int?) async throws {
            notice.state = .pending(attempts: attempts, notBefore: Sample.date(Double(attempts)))
            try await Fence.$current.withValue(fence) { [notice] in try await store.save([notice], thread: nil) }
        }
        try await save(1, under: nil)
        try await save(2, under: 3)
        try await save(3, under: 3)
        try await save(4, under: 4)
        let late = notice
        let error = await #expect(throws: StoreError.self) {
            try await Fence.$current.withValue(3) { try await store.save([late], thread: nil) }
        }
        #expect(error?.code == .stale)
        #expect(try await store.dueNotices(at: Sample.date(9), limit: 9) == [late])
    }
}
