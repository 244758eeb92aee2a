import struct FoundationEssentials.Date

/// Carries out scan plans: a bounded number of accounts at a time, however many scans are under way, and all regions of an account
/// side by side.
public struct Scanner: Sendable {
    private let source: any TrailSource
    private let baselines: (any BaselineStore)?
    private let judge = Judge()
    private let now: @Sendable () -> Date
    private let accountsAtATime: Int
    private let permits: Permits

    /// Without `baselines` no change of a trail is told. It only reads them: whoever files the verdicts keeps the new ones.
    public init(
        source: any TrailSource, baselines: (any BaselineStore)? = nil, accountsAtATime: Int = 16,
        now: @escaping @Sendable () -> Date
    ) {
        precondition(accountsAtATime > 0, "a scan needs at least one account at a time")
        self.source = source
        self.baselines = baselines
        self.now = now
        self.accountsAtATime = accountsAtATime
        permits = Permits(accountsAtATime)
    }

    /// The events of one scan; it stops when nobody listens any more.
    public func scan(_ plan: ScanPlan) -> AsyncStream<ScanEvent> {
        AsyncStream { continuation in
            let scan = Task {
                await run(plan) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in scan.cancel() }
        }
    }

    private func run(_ plan: ScanPlan, emit: @escaping @Sendable (ScanEvent) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            var waiting = plan.accounts.makeIterator()
            for _ in 0..<accountsAtATime {
                guard let account = waiting.next() else { break }
                group.addTask {
                    await permits.holding { await scan(account, regions: plan.named(of: account.id), emit: emit) }
                }
            }
            while await group.next() != nil, !Task.isCancelled {
                guard let account = waiting.next() else { continue }
                group.addTask {
                    await permits.holding { await scan(account, regions: plan.named(of: account.id), emit: emit) }
                }
            }
        }
    }

    private func scan(
        _ account: Account, regions planned: [Region]?, emit: @escaping @Sendable (ScanEvent) -> Void
    ) async {
        do throws(UnknownReason) {
            let trails = try await source.account(account.id)
            let regions = try await regions(planned, of: trails)
            emit(.accountEntered(account, regions: regions.count))
            let before = await baseline(of: account, emit: emit)
            await withTaskGroup(of: Void.self) { group in
                for region in regions {
                    group.addTask {
                        let snapshot = await trails.snapshot(of: region)
                        emit(.regionJudged(judge.verdict(on: snapshot, since: before?.regions[region], at: now())))
                    }
                }
            }
        } catch {
            reportUnreachable(account, planned: planned, reason: error, emit: emit)
        }
        emit(.accountFinished(account))
    }

    private func baseline(
        of account: Account, emit: @Sendable (ScanEvent) -> Void
    ) async -> AccountBaseline? {
        do throws(StoreError) { return try await baselines?.baseline(of: account.id) } catch {
            emit(.baselineUnavailable(account, error))
            return nil
        }
    }

    private func regions(_ planned: [Region]?, of trails: any AccountTrails) async throws(UnknownReason) -> [Region] {
        if let planned { return planned }
        let regions = try await trails.regions().once
        // No account is without regions: an empty list is no answer, and must not read as "all checked".
        guard !regions.isEmpty else {
            throw UnknownReason(.malformedAnswer, call: "DescribeRegions", detail: "the list of regions is empty")
        }
        return regions
    }

    /// Where the regions were planned by name, each of them is unknown; otherwise all that is known is the account.
    private func reportUnreachable(
        _ account: Account, planned: [Region]?, reason: UnknownReason, emit: (ScanEvent) -> Void
    ) {
        guard let planned else { return emit(.accountUnreachable(account, reason)) }
        emit(.accountLocked(account, reason))
        emit(.accountEntered(account, regions: planned.count))
        for region in planned {
            emit(.regionJudged(Verdict(place: AccountRegion(account.id, region), unknowns: [reason])))
        }
    }
}
