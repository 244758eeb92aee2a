import CloudTrailCore
import FoundationEssentials
import Logging

/// Scans, and files what was found: for the schedule, for chat, and for the terminal when asked to record.
public struct ScanDesk: Sendable {
    private let scanner: Scanner
    private let book: IssueBook
    private let baselines: BaselineBook
    private let now: @Sendable () -> Date
    private let log: Logger
    private let verdicts: Logger

    /// `verdicts` is where each account's verdicts are logged, `log` when nil.
    public init(
        scanner: Scanner, book: IssueBook, baselines: any BaselineStore, now: @escaping @Sendable () -> Date,
        log: Logger, verdicts: Logger? = nil
    ) {
        self.scanner = scanner
        self.book = book
        self.baselines = BaselineBook(store: baselines)
        self.now = now
        self.log = log
        self.verdicts = verdicts ?? log
    }

    /// A finished scan: what it found, and what could not be filed.
    public struct Outcome: Sendable {
        public var plan: ScanPlan
        public var report: ScanReport
        public var startedAt: Date
        public var finishedAt: Date
        /// Regions whose trouble is accepted.
        public var whitelisted: Set<AccountRegion>
        /// Regions whose issue could not be stored.
        public var unfiled: [AccountRegion]
        /// Whether it ran to its end; a cancelled one proves nothing.
        public var isFinished: Bool
        /// Why the planned accounts may not be all that are watched.
        public var doubt: String?
    }

    /// Each verdict is filed as it comes, so a scan that is cut short loses only what it had not looked at. `observe` sees every
    /// event after it was filed.
    public func scan<Failure: Error>(
        _ plan: ScanPlan, doubt: String? = nil, observe: (ScanEvent, ScanReport) throws(Failure) -> Void
    ) async throws(Failure) -> Outcome {
        let startedAt = now()
        var report = ScanReport(plan: plan)
        var whitelisted: Set<AccountRegion> = []
        var unfiled: [AccountRegion] = []
        var seen = SeenRegions()
        var journal = ScanJournal(plans: log, verdicts: verdicts)
        journal.begin(plan, doubt: doubt)
        for await event in scanner.scan(plan) {
            report.apply(event)
            journal.take(event)
            switch event {
            case .regionJudged(let verdict):
                switch await file(verdict) {
                case .success(let filing):
                    if filing.isWhitelisted { whitelisted.insert(verdict.place) }
                    // Only what was filed is known from now on: a change that was not stored must be seen again.
                    seen.add(verdict)
                case .failure: unfiled.append(verdict.place)
                }
            case .baselineUnavailable(let account, let error):
                log.error(
                    "Changes of trails could not be told.",
                    metadata: ["account": "\(account.id)", "reason": "\(error)"])
                seen.ignore(account.id)
            case .accountFinished(let account): await keep(seen.take(account.id), of: account.id)
            case .accountEntered, .accountLocked, .accountUnreachable: break
            }
            try observe(event, report)
        }
        journal.end(report)
        return Outcome(
            plan: plan, report: report, startedAt: startedAt, finishedAt: now(), whitelisted: whitelisted,
            unfiled: unfiled,
            isFinished: report.finishedAccounts == report.plannedAccounts, doubt: doubt)
    }

    public func scan(_ plan: ScanPlan, doubt: String? = nil) async -> Outcome {
        await scan(plan, doubt: doubt) { _, _ in }
    }

    /// What is not kept is compared with what was kept before, so that no change is lost.
    private func keep(_ regions: [Region: RegionBaseline], of account: AccountID) async {
        do throws(StoreError) { try await baselines.keep(regions, of: account) } catch {
            log.error(
                "The trails as last seen were not stored.", metadata: ["account": "\(account)", "reason": "\(error)"])
        }
    }

    /// One issue that cannot be written must not stop the others.
    private func file(_ verdict: Verdict) async -> Result<IssueBook.Filing, StoreError> {
        let filing = await Result { () async throws(StoreError) in try await book.file(verdict) }
        if case .failure(let error) = filing {
            log.error("An issue was not stored.", metadata: ["place": "\(verdict.place)", "reason": "\(error)"])
        }
        return filing
    }
}

extension ScanDesk.Outcome {
    /// What was not stored was not checked, as far as anybody can tell later.
    public var summary: ScanSummary {
        let unchecked =
            report.unknown.map(\.place.account) + report.unreachable.map(\.account.id) + unfiled.map(\.account)
        return ScanSummary(
            startedAt: startedAt, finishedAt: finishedAt, accounts: report.plannedAccounts,
            regions: report.judgedRegions, checkedRegions: report.checkedRegions,
            unreachableAccounts: report.unreachable.count, brokenRegions: report.brokenRegions,
            uncheckedAccounts: Set(unchecked).sorted(), scannedAccounts: plan.accounts.map(\.id),
            lockedAccounts: report.locked.map(\.account.id).sorted(), doubt: doubt)
    }
}
