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

    /// Of each stream: some ten thousand lines.
    static let limit = 2 << 20
    private static let pause = Duration.seconds(2)
    /// Of one batch, so many calls may be refused before the rest of it is given up.
    private static let mostRefusals = 64

    private let lanes = Mutex<[LogStream: LogLane]>([:])
    private let limit: Int
    private let service: CloudWatchLogs
    private let tell: @Sendable (News) -> Void

    /// `region` is where the groups are; the settings' one when nil.
    public convenience init(_ access: AWSAccess, in region: Region? = nil, tell: @escaping @Sendable (News) -> Void) {
        self.init(CloudWatchLogs(client: access.client, region: region ?? access.region), tell: tell)
    }

    init(_ service: CloudWatchLogs, limit: Int = LogShipper.limit, tell: @escaping @Sendable (News) -> Void) {
        self.service = service
        self.limit = limit
        self.tell = tell
    }

    /// Keeps a line for sending, or loses it when too much of its stream waits already.
    public func record(_ text: String, at time: Date, in stream: LogStream) {
        let line = LogLine(at: time, text)
        with(stream) { _ = $0.queue.add(line) }
    }

    /// Sends what was recorded, every two seconds, a stream less often while it fails; until the task is cancelled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.pause)
            await takeTurn()
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
        let left = lanes.withLock { lanes in
            defer { lanes = [:] }
            return lanes.values.reduce(0) { $0 + $1.untold + $1.queue.count }
        }
        if left > 0 { tell(.lost(left)) }
    }

    /// Sends what waits in the streams whose turn it is.
    func takeTurn() async {
        let due = lanes.withLock { lanes in lanes.keys.filter { lanes[$0]?.takesTurn() ?? false } }
        _ = await ship(due)
    }

    /// Sends all that waits; false when some of it could not be sent.
    func ship() async -> Bool {
        await ship(lanes.withLock { Array($0.keys) })
    }

    private func ship(_ streams: [LogStream]) async -> Bool {
        var isAllSent = true
        for stream in streams.sorted(by: { ($0.group, $0.name) < ($1.group, $1.name) }) {
            if await !empty(stream) { isAllSent = false }
        }
        let lost = lanes.withLock { lanes in lanes.keys.reduce(0) { $0 + (lanes[$1]?.takeUntold() ?? 0) } }
        if lost > 0 { tell(.lost(lost)) }
        return isAllSent
    }

    /// Whether nothing of it waits any more.
    private func empty(_ stream: LogStream) async -> Bool {
        while !Task.isCancelled {
            let lines = with(stream) { $0.queue.take() }
            if lines.isEmpty { return true }
            guard await ship(lines, to: stream) else { return false }
        }
        return false
    }

    /// Whether the lines are off our hands. Where AWS will not take them all, they go in halves until it is known which.
    private func ship(_ lines: [LogLine], to stream: LogStream) async -> Bool {
        var (parts, refusals) = ([lines], 0)
        while let part = parts.popLast() {
            do throws(AWSError) {
                let rejected = try await put(part, to: stream)
                let worksAgain = with(stream) { lane in
                    defer { lane.worked() }
                    lane.queue.sent(part)
                    return lane.isFailing
                }
                if worksAgain { tell(.working(stream)) }
                if rejected > 0 { tell(.rejected(rejected, stream)) }
            } catch  where error.code == "InvalidParameterException" {
                refusals += 1
                if refusals == 1 { tell(.refused(stream, error)) }
                guard part.count > 1, refusals < Self.mostRefusals else {
                    with(stream) { $0.queue.drop(part) }
                    continue
                }
                parts += [Array(part[(part.count / 2)...]), Array(part[..<(part.count / 2)])]
            } catch {
                let isNews = with(stream) { lane in
                    defer { lane.failed() }
                    lane.queue.putBack(part + parts.joined())
                    return !lane.isFailing
                }
                if isNews, !Task.isCancelled { tell(.failing(stream, error)) }
                return false
            }
        }
        return true
    }

    private func with<Answer>(_ stream: LogStream, _ body: (inout LogLane) -> Answer) -> Answer {
        lanes.withLock { body(&$0[stream, default: LogLane(limit: limit)]) }
    }

    /// A stream or a group that is not there is made, as little of it as is missing: not everybody may make groups.
    private func put(_ lines: [LogLine], to stream: LogStream) async throws(AWSError) -> Int {
        do throws(AWSError) {
            return try await service.put(lines, to: stream)
        } catch  where error.isMissing {
            do throws(AWSError) {
                try await service.createStream(stream)
            } catch  where error.isMissing {
                try await service.createGroup(stream.group)
                try await service.createStream(stream)
            }
            return try await service.put(lines, to: stream)
        }
    }
}

extension AWSError {
    fileprivate var isMissing: Bool { code == "ResourceNotFoundException" }
}
