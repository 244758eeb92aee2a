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

/// Sends the scheduled reports, each to each of its destinations by itself: once for all that were missed.
public struct ReportClock: Sendable {
    private let plan: ReportPlan
    private let desk: ReportDesk
    private let runs: any RunHistory
    private let messenger: any Messenger
    private let archive: (any ReportArchive)?
    private let now: @Sendable () -> Date
    private let log: Logger
    /// What does not work after so many attempts is left to the next time.
    private static let attempts = 3
    private static let pause = Duration.seconds(300)

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
        var failures: [ReportErrand: Int] = [:]
        while !Task.isCancelled {
            do {
                guard let pause = try await sendIfDue(&failures) else { return }
                try await clock.sleep(for: pause)
            } catch is CancellationError {
                return
            } catch {
                log.error("The report was not made.", metadata: ["reason": "\(error)"])
                try? await clock.sleep(for: Self.pause)
            }
        }
    }

    /// How long there is nothing to do then; nil for ever. `failures` are the attempts of this run that failed.
    func sendIfDue(_ failures: inout [ReportErrand: Int]) async throws -> Duration? {
        let moment = now()
        var due: [ReportErrand] = []
        var pauses: [Duration] = []
        for errand in errands {
            guard let last = try await lastRun(of: errand) else {
                // At the first sight of the schedule its first time is waited for.
                try await runs.recordRun(of: errand.name, at: moment)
                pauses.append(.zero)
                continue
            }
            let turn = Turn(of: plan.schedule, last: last, now: moment)
            if case .now = turn {
                due.append(errand)
            } else if let pause = turn.pause(from: moment) {
                pauses.append(pause)
            }
        }
        for (part, errands) in Dictionary(grouping: due, by: \.part).sorted(by: { $0.key < $1.key }) {
            let report = await Result { try await make(part) }
            for errand in errands {
                let isDone = await run(errand, report, &failures)
                if isDone { try await runs.recordRun(of: errand.name, at: moment) }
                pauses.append(isDone ? .zero : Self.pause)
            }
        }
        return pauses.contains(Self.pause) ? Self.pause : pauses.min()
    }

    private var errands: [ReportErrand] {
        let parts: [ReportErrand.Part] = plan.hasPicture ? [.table, .picture] : [.table]
        return parts.flatMap { part in
            (archive != nil && plan.isArchived ? [ReportErrand(part: part, destination: .archive)] : [])
                + (plan.channel.map { [ReportErrand(part: part, destination: .channel($0))] } ?? [])
        }
    }

    /// Before errands had names of their own, all went as `report`.
    private func lastRun(of errand: ReportErrand) async throws(StoreError) -> Date? {
        if let last = try await runs.lastRun(of: errand.name) { return last }
        return try await runs.lastRun(of: "report")
    }

    private func make(_ part: ReportErrand.Part) async throws -> ReportDesk.Report {
        switch part {
        case .table: try await desk.table()
        case .picture: try await desk.picture()
        }
    }

    /// Whether it is done with: it worked, or is given up, which the operators are told.
    private func run(
        _ errand: ReportErrand, _ report: Result<ReportDesk.Report, any Error>, _ failures: inout [ReportErrand: Int]
    ) async -> Bool {
        do {
            try await deliver(try report.get(), to: errand.destination)
            failures[errand] = nil
            return true
        } catch {
            log.error("A report was not sent.", metadata: ["report": "\(errand.name)", "reason": "\(error)"])
            failures[errand, default: 0] += 1
            let isFinal = (error as? MessengerError)?.isFinal ?? (error is Refusal)
            guard isFinal || failures[errand, default: 0] >= Self.attempts else { return false }
            failures[errand] = nil
            await tellOperators(of: errand, error)
            return true
        }
    }

    private func deliver(_ report: ReportDesk.Report, to destination: ReportErrand.Destination) async throws {
        switch destination {
        case .archive: try await archive?.keep(report.file)
        case .channel(let channel):
            try await messenger.share(
                report.file, comment: report.comment, in: try await messenger.conversation(with: channel))
        }
    }

    private func tellOperators(of errand: ReportErrand, _ error: any Error) async {
        guard let channel = desk.playbook.operatorsChannel else { return }
        let reason =
            switch error {
            case let error as MessengerError: error.message
            case let error as StoreError: error.message
            case let error as Refusal: error.reason.plain
            default: "\(error)"
            }
        do throws(MessengerError) {
            _ = try await messenger.post(
                .text("The \(errand.name) was not sent, and is not tried again before its next time: \(reason)"),
                to: channel)
        } catch {
            log.error("The operators were not told of a report.", metadata: ["reason": "\(error)"])
        }
    }
}
