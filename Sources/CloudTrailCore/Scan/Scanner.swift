/// Carries out scan plans: a bounded number of accounts at a time, however many scans are under way, and all regions of an account
/// side by side.
public struct Scanner: Sendable {
    private let source: any TrailSource
    private let judge = Judge()
    private let accountsAtATime: Int
    private let permits: Permits

    public init(source: any TrailSource, accountsAtATime: Int = 16) {
        precondition(accountsAtATime > 0, "a scan needs at least one account at a time")
        self.source = source
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
                group.addTask { await permits.holding { await scan(account, regions: plan.regions, emit: emit) } }
            }
            while await group.next() != nil, !Task.isCancelled {
                guard let account = waiting.next() else { continue }
                group.addTask { await permits.holding { await scan(account, regions: plan.regions, emit: emit) } }
            }
        }
    }

    private func scan(
        _ account: Account, regions planned: ScanPlan.Regions, emit: @escaping @Sendable (ScanEvent) -> Void
    ) async {
        do throws(UnknownReason) {
            let trails = try await source.account(account.id)
            let regions = try await regions(planned, of: trails)
            emit(.accountEntered(account, regions: regions.count))
            await withTaskGroup(of: Void.self) { group in
                for region in regions {
                    group.addTask { emit(.regionJudged(judge.verdict(on: await trails.snapshot(of: region)))) }
                }
            }
        } catch {
            reportUnreachable(account, planned: planned, reason: error, emit: emit)
        }
        emit(.accountFinished(account))
    }

    private func regions(
        _ planned: ScanPlan.Regions, of trails: any AccountTrails
    ) async throws(UnknownReason) -> [Region] {
        switch planned {
        case .only(let regions): return Self.once(regions)
        case .enabled:
            let regions = Self.once(try await trails.regions())
            // No account is without regions: an empty list is no answer, and must not read as "all checked".
            guard !regions.isEmpty else {
                throw UnknownReason(.malformedAnswer, call: "DescribeRegions", detail: "the list of regions is empty")
            }
            return regions
        }
    }

    private static func once(_ regions: [Region]) -> [Region] {
        var seen: Set<Region> = []
        return regions.filter { seen.insert($0).inserted }
    }

    /// Where the regions were planned by name, each of them is unknown; otherwise all that is known is the account.
    private func reportUnreachable(
        _ account: Account, planned: ScanPlan.Regions, reason: UnknownReason, emit: (ScanEvent) -> Void
    ) {
        switch planned {
        case .enabled: emit(.accountUnreachable(account, reason))
        case .only(let regions):
            emit(.accountEntered(account, regions: Self.once(regions).count))
            for region in Self.once(regions) {
                emit(.regionJudged(Verdict(place: AccountRegion(account.id, region), unknowns: [reason])))
            }
        }
    }
}
