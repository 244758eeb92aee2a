import CoreMetrics
import Synchronization

/// What was counted, set or measured under one name and one set of labels.
final class MetricSeries: CounterHandler, RecorderHandler, TimerHandler, Sendable {
    private let state = Mutex((value: 0.0, histogram: Histogram()))

    var value: Double { state.withLock { $0.value } }
    var histogram: Histogram { state.withLock { $0.histogram } }

    func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
    func reset() { state.withLock { $0.value = 0 } }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock {
            $0.value = value
            $0.histogram.add(value)
        }
    }

    /// A histogram of seconds, Prometheus's unit.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}

/// How many measurements were no larger than each bound.
struct Histogram: Sendable {
    /// Slack waits three seconds for an acknowledgement.
    static let bounds = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60]

    private var counts = [Int](repeating: 0, count: bounds.count)
    private var count = 0
    private var sum = 0.0

    mutating func add(_ value: Double) {
        count += 1
        sum += value
        if let bucket = Self.bounds.firstIndex(where: { value <= $0 }) { counts[bucket] += 1 }
    }

    /// The buckets are cumulative.
    func lines(name: String, labels: String) -> [String] {
        let head = labels.isEmpty ? "" : labels + ","
        var (lines, total): ([String], Int) = ([], 0)
        for (bound, count) in zip(Self.bounds, counts) {
            total += count
            lines.append("\(name)_bucket{\(head)le=\"\(bound.metricText)\"} \(total)")
        }
        return lines + [
            "\(name)_bucket{\(head)le=\"+Inf\"} \(count)",
            "\(name)_sum\(MetricFamily.braced(labels)) \(sum.metricText)",
            "\(name)_count\(MetricFamily.braced(labels)) \(count)",
        ]
    }
}
