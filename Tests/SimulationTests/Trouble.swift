import ChatOps
import CloudTrailCore
import FoundationEssentials
import Synchronization
import TestSupport

/// When the bot and Slack are down during a month: a seeded plan, so that a test can say when something was possible.
struct Outages: Sendable {
    private let bot: [Range<Date>]
    private let slack: [Range<Date>]

    /// About every other day the bot is down for some hours, and Slack on the days between.
    init(from start: Date, days: Int, seed: UInt64) {
        var random = SplitMix(seed: seed)
        func spans(from first: Int) -> [Range<Date>] {
            stride(from: first, to: days - 1, by: 2).map { day in
                let begin = start.addingTimeInterval(
                    Double(day) * 86_400 + Double.random(in: 0..<60_000, using: &random))
                return begin..<begin.addingTimeInterval(Double.random(in: 600..<14_000, using: &random))
            }
        }
        bot = spans(from: 1)
        slack = spans(from: 2)
    }

    func botIsUp(at time: Date) -> Bool { !bot.contains { $0.contains(time) } }
    func slackIsUp(at time: Date) -> Bool { !slack.contains { $0.contains(time) } }

    /// The first moment from then on at which both are up.
    func possible(from time: Date) -> Date {
        var moment = time
        while let span = (bot + slack).first(where: { $0.contains(moment) }) { moment = span.upperBound }
        return moment
    }
}

/// A process that is killed at its so-manieth write: what it posted just before stays unnoted, and it writes nothing more.
final class Mortality: StoreWatch {
    /// nil: it lives on.
    private let left: Mutex<Int?>

    init(afterWrites writes: Int?) {
        left = Mutex(writes)
    }

    func reading<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        try await work()
    }

    func writing<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        let lives = left.withLock { left in
            guard let writes = left else { return true }
            left = max(0, writes - 1)
            return writes > 0
        }
        guard lives else { throw StoreError(.unavailable, "killed") }
        return try await work()
    }
}
