import CoreMetrics
import Synchronization

/// Keeps what the program counts, for Prometheus to read: counters, gauges, and timers as histograms.
///
/// swift-metrics names its instruments by label and dimensions; the label is Prometheus's name, unit and suffix included.
public final class MetricsRegistry: MetricsFactory, Sendable {
    /// Above it further series of a name are counted as one, whose labels all say `other`: some labels are words from outside.
    static let mostSeries = 200

    private let families = Mutex<[String: MetricFamily]>([:])
    private let help: [String: String]

    /// - Parameter help: by name, what a metric means.
    public init(help: [String: String]) {
        self.help = help
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(label, dimensions, aggregate ? .histogram : .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    // Instruments are made where they are used and go at once; what they counted stays.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func series(_ name: String, _ labels: [(String, String)], _ kind: MetricFamily.Kind) -> MetricSeries {
        families.withLock { families in
            families[name, default: MetricFamily(kind: kind)].series(labels, atMost: Self.mostSeries)
        }
    }

    /// Everything in Prometheus's text format, in order.
    /// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
    public func text() -> String {
        let all = families.withLock { $0 }
        return all.keys.sorted().map { name in all[name]!.text(name: name, help: help[name]) }.joined()
    }
}
