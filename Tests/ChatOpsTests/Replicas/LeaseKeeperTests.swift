import CloudTrailCore
import Logging
import Synchronization
import Testing

@testable import ChatOps

@Suite("The keeper of the lease", .timeLimit(.minutes(1)))
struct LeaseKeeperTests {
    /// One record for all replicas of a test.
    private final class Record: LeaseStore {
        let record = Mutex<Lease.Record?>(nil)
        let (looks, looked) = AsyncStream.makeStream(of: Void.self)

        func lease() async throws(StoreError) -> Lease.Record? {
            defer { looked.yield() }
            return record.withLock { $0 }
        }

        func replace(_ old: Lease.Record?, with new: Lease.Record) async throws(StoreError) -> Bool {
            record.withLock { record in
                guard record == old else { return false }
                record = new
                return true
            }
        }
    }

    private static func keeper(_ store: Record) -> LeaseKeeper {
        LeaseKeeper(store: store, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A replica that tells the number it works under, works until it is ended, and then tells 0.
    private static func replica(_ store: Record, _ name: String, _ events: AsyncStream<Int>.Continuation) -> Task<
        Void, Never
    > {
        Task {
            await keeper(store).run(holder: name) {
                events.yield(Fence.current ?? -1)
                try? await Task.sleep(for: .seconds(3600))
                events.yield(0)
            }
        }
    }

    @Test("Works under the number of its hold, ends the work when it is ended, and gives the lease back to the next")
    func handOver() async {
        let store = Record()
        let (stream, events) = AsyncStream.makeStream(of: Int.self)
        var iterator = stream.makeAsyncIterator()
        let first = Self.replica(store, "a", events)
        #expect(await iterator.next() == 1)
        first.cancel()
        await first.value
        #expect(await iterator.next() == 0)
        #expect(store.record.withLock { $0 } == Lease.Record(holder: nil, fence: 1, beat: 1))

        let second = Self.replica(store, "b", events)
        #expect(await iterator.next() == 2)
        second.cancel()
        await second.value
    }

    @Test("Leaves the work to the replica that has the lease")
    func second() async {
        let store = Record()
        store.record.withLock { $0 = Lease.Record(holder: "a", fence: 5) }
        let (stream, events) = AsyncStream.makeStream(of: Int.self)
        let other = Self.replica(store, "b", events)
        for await _ in store.looks { break }
        other.cancel()
        await other.value
        events.finish()
        for await event in stream { #expect(Bool(false), "worked under \(event)") }
        #expect(store.record.withLock { $0 } == Lease.Record(holder: "a", fence: 5))
    }
}
