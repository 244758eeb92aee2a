import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling

/// When and where the report goes by itself: Hammer's `csv` of config.json.
public struct ReportPlan: Hashable, Sendable {
    public var schedule: Schedule
    /// A channel as ticket_owners.json names them; nil: none.
    public var channel: String?
    /// Whether it is kept in an archive, too.
    public var isArchived: Bool
    /// Whether a picture comes with the table.
    public var hasPicture: Bool

    public init(schedule: Schedule, channel: String?, isArchived: Bool, hasPicture: Bool) {
        self.schedule = schedule
        self.channel = channel
        self.isArchived = isArchived
        self.hasPicture = hasPicture
    }
}

/// Keeps reports somewhere.
public protocol ReportArchive: Sendable {
    /// The same name again replaces what was kept. Throws one sentence for a person.
    func keep(_ file: SharedFile) async throws(ReportArchiveError)
}

/// Why a report was not kept.
public struct ReportArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// Sends the scheduled report: one for all that were missed.
public struct ReportClock: Sendable {
    private let plan: ReportPlan
    private let desk: ReportDesk
    private let runs: any RunHistory
    private let messenger: any Messenger
    private let archive: (any ReportArchive)?
    private let now: @Sendable () -> Date
    private let log: Logger
    private static let job = "report"

    public init(
        plan: ReportPlan, desk: ReportDesk, runs: any RunHistory, messenger: any Messenger,
        archive: (any ReportArchive)?, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.plan = plan
        self.desk = desk
        self.runs = runs
        self.messenger = messenger
        self.archive = archive
        self.now = now
        self.log = log
    }

    /// Works until the task is cancelled, or the schedule has no more runs.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            do {
                guard let pause = try await sendIfDue() else { return }
                try await clock.sleep(for: pause)
            } catch is CancellationError {
                return
            } catch {
                log.error("The report was not made.", metadata: ["reason": "\(error)"])
                try? await clock.sleep(for: .seconds(300))
            }
        }
    }

    /// How long there is nothing to do then; nil for ever.
    func sendIfDue() async throws -> Duration? {
        let moment = now()
        guard let last = try await runs.lastRun(of: Self.job) else {
            // At the first sight of the schedule its first time is waited for.
            try await runs.recordRun(of: Self.job, at: moment)
            return .zero
        }
        let turn = Turn(of: plan.schedule, last: last, now: moment)
        guard case .now = turn else { return turn.pause(from: moment) }
        try await send()
        try await runs.recordRun(of: Self.job, at: moment)
        return .zero
    }

    private func send() async throws {
        var reports = [try await desk.table()]
        if plan.hasPicture {
            do { reports.append(try await desk.picture()) } catch {
                log.error("The report has no picture.", metadata: ["reason": "\(error)"])
            }
        }
        for report in reports {
            if let archive, plan.isArchived {
                do throws(ReportArchiveError) { try await archive.keep(report.file) } catch {
                    log.error("A report was not kept.", metadata: ["reason": "\(error)"])
                }
            }
            guard let channel = plan.channel else { continue }
            do throws(MessengerError) {
                try await messenger.share(
                    report.file, comment: report.comment, in: try await messenger.conversation(with: channel))
            } catch {
                log.error("A report was not sent.", metadata: ["channel": "\(channel)", "reason": "\(error)"])
                // What may work later is tried again as a whole.
                if !error.isFinal { throw error }
            }
        }
    }
}
