import CloudTrailCore
import FoundationEssentials
import Logging
import Scheduling

/// Sends digests when they are due: each once, and one for all that were missed. Where there is nothing to read, nothing is sent.
public struct DigestClock: Sendable {
    private let desk: DigestDesk
    private let runs: any RunHistory
    private let messenger: any Messenger
    private let playbook: Playbook
    private let now: @Sendable () -> Date
    private let log: Logger

    public init(
        store: any Outbox & ScanHistory & RunHistory, messenger: any Messenger, playbook: Playbook,
        now: @escaping @Sendable () -> Date, log: Logger
    ) {
        desk = DigestDesk(store: store, playbook: playbook)
        runs = store
        self.messenger = messenger
        self.playbook = playbook
        self.now = now
        self.log = log
    }

    /// Looks once a minute until the task is cancelled; returns at once where nobody gets a digest.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard !playbook.digests.isEmpty else { return }
        var known = KnownRuns()
        while !Task.isCancelled {
            do throws(StoreError) { try await send(&known) } catch {
                log.error("Digests could not be made.", metadata: ["reason": "\(error)"])
            }
            try? await clock.sleep(for: .seconds(60))
        }
    }

    /// When each digest was last sent, as far as it was read already: the store is not asked each minute.
    struct KnownRuns {
        fileprivate var last: [String: Date] = [:]
    }

    func send(_ known: inout KnownRuns) async throws(StoreError) {
        let moment = now()
        var due: [(job: Job, since: Date)] = []
        for job in jobs {
            let last: Date
            if let remembered = known.last[job.name] {
                last = remembered
            } else if let stored = try await runs.lastRun(of: job.name) {
                last = stored
            } else {
                // At the first sight of a schedule its first time is waited for.
                try await runs.recordRun(of: job.name, at: moment)
                last = moment
            }
            known.last[job.name] = last
            if case .now = Turn(of: job.schedule, last: last, now: moment) { due.append((job, last)) }
        }
        guard !due.isEmpty else { return }
        let reading = try await desk.read(failedSince: due.first { $0.job.owner == nil }?.since ?? moment)
        for (job, since) in due where !Task.isCancelled {
            guard try await send(job, reading, since: since, at: moment) else { continue }
            try await runs.recordRun(of: job.name, at: moment)
            known.last[job.name] = moment
        }
    }

    private struct Job {
        /// nil: everything.
        let owner: String?
        let recipient: String
        let schedule: Schedule

        var name: String { owner.map { "digest to \($0.lowercased())" } ?? "digest to operators" }
        var attempt: String { "attempt at the \(name)" }
    }

    private var jobs: [Job] {
        var jobs: [Job] = []
        if let schedule = playbook.digests.operators, let channel = playbook.operatorsChannel {
            jobs.append(Job(owner: nil, recipient: channel, schedule: schedule))
        }
        guard playbook.tellsOwners else { return jobs }
        let owners = playbook.accounts.flatMap { playbook.ownership(of: $0.id).slackOwners }
        var seen: Set<String> = []
        for owner in owners where seen.insert(owner.lowercased()).inserted {
            guard let schedule = playbook.digests.schedule(of: owner) else { continue }
            jobs.append(Job(owner: owner, recipient: owner, schedule: schedule))
        }
        return jobs
    }

    /// Whether it is done with: sent, without anything to read, or for somebody who cannot be told.
    private func send(_ job: Job, _ reading: DigestDesk.Reading, since: Date, at moment: Date) async throws(StoreError)
        -> Bool
    {
        let digest =
            job.owner.map { desk.digest(of: $0, in: reading, since: since, now: moment) }
            ?? desk.everything(in: reading, since: since, now: moment)
        guard !digest.digest.isQuiet || !digest.troubles.isEmpty else { return true }
        // The same until it was recorded as sent, so that one whose answer was lost is found again.
        let mark = "\(job.name) \(Int(since.timeIntervalSince1970))".postMark
        // What was begun since the last one may have arrived: only then is it worth reading a whole channel.
        let begun = try await runs.lastRun(of: job.attempt).flatMap { $0 > since ? $0 : nil }
        if begun == nil { try await runs.recordRun(of: job.attempt, at: moment) }
        do throws(MessengerError) {
            let conversation = try await messenger.conversation(with: job.recipient)
            if let begun, let found = try? await messenger.find(mark: mark, in: conversation, since: begun) {
                log.info("A digest was sent before.", metadata: ["recipient": "\(job.recipient)", "id": "\(found.id)"])
                return true
            }
            _ = try await messenger.post(digest.message, in: conversation, mark: mark)
            return true
        } catch {
            log.error(
                "A digest was not sent.", metadata: ["recipient": "\(job.recipient)", "reason": "\(error)"])
            return error.isFinal
        }
    }
}
