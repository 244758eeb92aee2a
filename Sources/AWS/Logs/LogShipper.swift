import CloudTrailCore
import FoundationEssentials
import Synchronization

/// Sends log lines to CloudWatch Logs behind everybody's back: whoever records one never waits, and no failure reaches them.
/// Groups and streams are made when they are missing. Safe to use from any task.
public final class LogShipper: Sendable {
    /// What is told of its work, by `tell`: once for each turn of events, not for each line.
    public enum News: Equatable, Sendable, CustomStringConvertible {
        case failing(LogStream, AWSError)
        /// What AWS will never take; those lines are lost.
        case refused(LogStream, AWSError)
        case working(LogStream)
        /// Lines that there was no room for, that AWS will not take, or that were still waiting at the end.
        case lost(Int)
        /// Lines that AWS did not keep: older than 14 days or than the group keeps, or in the future.
        case rejected(Int, LogStream)

        public var description: String {
            switch self {
            case .failing(let stream, let error):
                "CloudWatch Logs does not take the lines for \(stream), so they wait: \(error)"
            case .refused(let stream, let error):
                "CloudWatch Logs refused lines for \(stream): \(error)"
            case .working(let stream): "CloudWatch Logs takes the lines for \(stream) again."
            case .lost(let count): "Lost on the way to CloudWatch Logs: \(count) log lines."
            case .rejected(let count, let stream):
                "CloudWatch Logs did not keep \(count) lines for \(stream): they are too old or too new."
            }
        }
    }

    /// Some tens of thousands of lines.
    static let limit = 8 << 20
    private static let pause = Duration.seconds(2)
    private static let longestPause = Duration.seconds(120)

    private struct State {
        var queue: LogQueue
        var failing: Set<LogStream> = []
        /// Of the lost lines, how many were told of.
        var told = 0
    }

    private let state: Mutex<State>
    private let service: CloudWatchLogs
    private let tell: @Sendable (News) -> Void

    /// `region` is where the groups are; the settings' one when nil.
    public convenience init(_ access: AWSAccess, in region: Region? = nil, tell: @escaping @Sendable (News) -> Void) {
        self.init(CloudWatchLogs(client: access.client, region: region ?? access.region), tell: tell)
    }

    init(_ service: CloudWatchLogs, limit: Int = LogShipper.limit, tell: @escaping @Sendable (News) -> Void) {
        self.service = service
        self.tell = tell
        state = Mutex(State(queue: LogQueue(limit: limit)))
    }

    /// Keeps a line for sending, or loses it when too much waits already.
    public func record(_ text: String, at time: Date, in stream: LogStream) {
        let line = LogLine(at: time, text)
        state.withLock { _ = $0.queue.add(line, to: stream) }
    }

    /// Sends what was recorded, every two seconds, less often while that fails; until the task is cancelled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        var pause = Self.pause
        while !Task.isCancelled {
            try? await clock.sleep(for: pause)
            pause = await ship() ? Self.pause : min(pause * 2, Self.longestPause)
        }
    }

    /// Sends what is left, for so long and no longer; what is left then is lost, and told.
    public func finish(within limit: Duration, clock: any Clock<Duration> = ContinuousClock()) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await self.ship() }
            group.addTask { try? await clock.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
        let left = state.withLock { state in
            let count = state.queue.count + state.queue.lostCount - state.told
            state.told += count
            return count
        }
        if left > 0 { tell(.lost(left)) }
    }

    /// Sends all that waits; false when some of it could not be sent.
    func ship() async -> Bool {
        var isAllSent = true
        for stream in state.withLock({ $0.queue.streams }) {
            while !Task.isCancelled, let batch = state.withLock({ $0.queue.take(from: stream) }) {
                guard await ship(batch) else {
                    isAllSent = false
                    break
                }
            }
        }
        let lost = state.withLock { state in
            defer { state.told = state.queue.lostCount }
            return state.queue.lostCount - state.told
        }
        if lost > 0 { tell(.lost(lost)) }
        return isAllSent
    }

    /// Whether the batch is off our hands.
    private func ship(_ batch: LogQueue.Batch) async -> Bool {
        do throws(AWSError) {
            let rejected = try await put(batch)
            let worksAgain = state.withLock { state in
                state.queue.sent(batch)
                return state.failing.remove(batch.stream) != nil
            }
            if worksAgain { tell(.working(batch.stream)) }
            if rejected > 0 { tell(.rejected(rejected, batch.stream)) }
            return true
        } catch {
            guard error.code != "InvalidParameterException" else {
                state.withLock { $0.queue.drop(batch) }
                tell(.refused(batch.stream, error))
                return true
            }
            let isNews = state.withLock { state in
                state.queue.putBack(batch)
                return state.failing.insert(batch.stream).inserted
            }
            if isNews, !Task.isCancelled { tell(.failing(batch.stream, error)) }
            return false
        }
    }

    private func put(_ batch: LogQueue.Batch) async throws(AWSError) -> Int {
        do throws(AWSError) {
            return try await service.put(batch.lines, to: batch.stream)
        } catch let error where error.code == "ResourceNotFoundException" {
            try await service.createGroup(batch.stream.group)
            try await service.createStream(batch.stream)
            return try await service.put(batch.lines, to: batch.stream)
        }
    }
}
