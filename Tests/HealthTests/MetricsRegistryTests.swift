import CoreMetrics
import Health
import Testing

@Suite("What is counted, as Prometheus reads it")
struct MetricsRegistryTests {
    private let registry = MetricsRegistry(help: ["calls_total": "Calls.", "up": "Up."])

    private func count(_ answer: String, times: Int64 = 1) {
        registry.makeCounter(label: "calls_total", dimensions: [("service", "s3"), ("answer", answer)])
            .increment(by: times)
    }

    @Test("Counters add up by their labels, which are sorted; a gauge has its last value")
    func countersAndGauges() {
        count("ok", times: 2)
        count("ok")
        count("denied")
        let gauge = registry.makeRecorder(label: "up", dimensions: [], aggregate: false)
        gauge.record(Int64(2))
        gauge.record(0.5)
        #expect(
            registry.text() == """
                # HELP calls_total Calls.
                # TYPE calls_total counter
                calls_total{answer="denied",service="s3"} 1
                calls_total{answer="ok",service="s3"} 3
                # HELP up Up.
                # TYPE up gauge
                up 0.5

                """)
    }

    @Test("A timer is a histogram of seconds with cumulative buckets")
    func timer() {
        let timer = registry.makeTimer(label: "wait_seconds", dimensions: [("kind", "a")])
        for nanoseconds: Int64 in [500_000, 2_000_000_000, 90_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        let lines = registry.text().split(separator: "\n")
        #expect(lines.first == "# TYPE wait_seconds histogram")
        #expect(lines.contains(#"wait_seconds_bucket{kind="a",le="0.0001"} 0"#))
        #expect(lines.contains(#"wait_seconds_bucket{kind="a",le="0.001"} 1"#))
        #expect(lines.contains(#"wait_seconds_bucket{kind="a",le="60"} 2"#))
        #expect(lines.contains(#"wait_seconds_bucket{kind="a",le="+Inf"} 3"#))
        #expect(lines.contains(#"wait_seconds_sum{kind="a"} 92.0005"#))
        #expect(lines.contains(#"wait_seconds_count{kind="a"} 3"#))
    }

    @Test("What a label says cannot break out of it")
    func escaping() {
        count("a\"b\\c\nd")
        #expect(registry.text().contains(#"calls_total{answer="a\"b\\c\nd",service="s3"} 1"#))
    }

    @Test("Words from outside make no more than 200 series; what comes later is counted together")
    func bounded() {
        for number in 1...300 { count("error\(number)") }
        let lines = registry.text().split(separator: "\n").filter { $0.hasPrefix("calls_total{") }
        #expect(lines.count == 201)
        #expect(lines.contains(#"calls_total{answer="other",service="other"} 100"#))
    }
}
