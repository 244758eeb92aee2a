import Networking
import Synchronization

/// Slack takes about one message a second in a channel, and a short burst. https://docs.slack.dev/apis/web-api/rate-limits
///
/// A channel that was quiet waits for nothing; channels that are quiet again are forgotten.
final class ChannelPacer: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        var bucket: TokenBucket
        /// When the bucket is full again, and so as good as new.
        var fullAt: Instant
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let burst: Int
    private let interval: Duration
    private let limit: Int

    init(burst: Int = 4, interval: Duration = .seconds(1), limit: Int = 2000) {
        self.burst = burst
        self.interval = interval
        self.limit = limit
    }

    /// How long to wait before the next message goes to a channel. Counts as that message.
    func reserve(_ channel: String, now: Instant) -> Duration {
        entries.withLock { entries in
            if entries[channel] == nil, entries.count >= limit { Self.forget(&entries, keeping: limit / 2, now: now) }
            var entry =
                entries[channel]
                ?? Entry(bucket: TokenBucket(capacity: burst, interval: interval, now: now), fullAt: now)
            let wait = entry.bucket.reserve(now: now)
            entry.fullAt = max(entry.fullAt, now) + interval
            entries[channel] = entry
            return wait
        }
    }

    /// Slack said `Retry-After` for a channel.
    func block(_ channel: String, for delay: Duration, now: Instant) {
        entries.withLock { entries in
            guard var entry = entries[channel] else { return }
            entry.bucket.block(until: now + delay, now: now)
            entry.fullAt = max(entry.fullAt, now + delay + interval * burst)
            entries[channel] = entry
        }
    }

    var count: Int { entries.withLock { $0.count } }

    /// Forgets the full ones; when that is not enough also those that are full soonest, and lets 429s pace them.
    private static func forget(_ entries: inout [String: Entry], keeping limit: Int, now: Instant) {
        entries = entries.filter { $0.value.fullAt > now }
        guard entries.count > limit else { return }
        for (channel, _) in entries.sorted(by: { $0.value.fullAt < $1.value.fullAt }).prefix(entries.count - limit) {
            entries[channel] = nil
        }
    }
}
