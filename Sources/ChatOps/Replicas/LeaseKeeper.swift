import CloudTrailCore
import FoundationEssentials
import Logging

/// Has one of several replicas work at a time.
public struct LeaseKeeper: Sendable {
    private let store: any LeaseStore
    private let now: @Sendable () -> ContinuousClock.Instant
    private let log: Logger

    public init(
        store: any LeaseStore, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, log: Logger
    ) {
        self.store = store
        self.now = now
        self.log = log
    }

    /// Lets `work` run while this replica holds the lease, and cancels it when it does not, until the task is cancelled.
    /// `held` is called at each renewal: another replica may have left something to do.
    public func run(
        holder: String = UUID().uuidString, clock: any Clock<Duration> = ContinuousClock(),
        held: @Sendable () -> Void = {}, _ work: @escaping @Sendable () async -> Void
    ) async {
        var lease = Lease(holder: holder)
        var worker: (fence: Int, task: Task<Void, Never>)?
        while !Task.isCancelled {
            lease = await renewed(lease, clock)
            let fence = lease.fence(at: now())
            if worker?.fence != fence {
                await Self.end(worker?.task)
                worker = fence.map { ($0, Self.begin(work, under: $0)) }
                log.notice(
                    fence == nil ? "This replica stands by." : "This replica scans on schedule and delivers notices.")
            }
            if fence != nil { held() }
            try? await clock.sleep(for: Lease.pause)
        }
        await Self.end(worker?.task)
        await giveBack(lease)
    }

    private static func begin(_ work: @escaping @Sendable () async -> Void, under fence: Int) -> Task<Void, Never> {
        Task { await Fence.$current.withValue(fence, operation: work) }
    }

    private static func end(_ task: Task<Void, Never>?) async {
        task?.cancel()
        await task?.value
    }

    /// A store that does not answer must not keep the lease beyond its time: then it comes back as it was.
    private func renewed(_ lease: Lease, _ clock: any Clock<Duration>) async -> Lease {
        let limit = lease.fence(at: now()) == nil ? Lease.life : lease.remaining(at: now()) ?? Lease.life
        return await withTaskGroup(of: Lease?.self) { group in
            group.addTask { await asked(lease) }
            group.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? lease
        }
    }

    private func asked(_ lease: Lease) async -> Lease {
        var lease = lease
        do throws(StoreError) {
            let record = try await store.lease()
            let sentAt = now()
            if case .write(let record, let old) = lease.decide(seeing: record, at: sentAt),
                try await store.replace(old, with: record)
            {
                lease.wrote(record, sentAt: sentAt)
            }
        } catch {
            log.warning("The replicas' lease could not be looked at.", metadata: ["reason": "\(error)"])
        }
        return lease
    }

    /// Unstructured, since it is done when the task is cancelled; awaited, so it has an owner.
    private func giveBack(_ lease: Lease) async {
        guard case .write(let record, let old) = lease.release(at: now()) else { return }
        _ = await Task { try? await store.replace(old, with: record) }.value
    }
}
