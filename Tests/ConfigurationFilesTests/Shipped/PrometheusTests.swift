import Testing

@Suite("manifests/prometheus and manifests/grafana")
struct PrometheusTests {
    @Test(
        "The alert rules are sound, each fires when it should, and none for a bot in good health",
        .enabled("promtool is at hand: Debian's package prometheus") { await Tool("promtool").isThere("--version") })
    func rules() async throws {
        let check = try await Tool("promtool").run(
            "check", "rules", Project.path("manifests/prometheus/trailwatch.rules.yml"))
        #expect(check.status == 0, "\(check.output)")
        let test = try await Tool("promtool").run(
            "test", "rules", Project.path("manifests/prometheus/trailwatch.rules.test.yml"))
        #expect(test.status == 0, "\(test.output)")
    }

    @Test("Every alert has a rule that is tested")
    func tested() throws {
        let rules = try Project.text("manifests/prometheus/trailwatch.rules.yml")
        let tests = try Project.text("manifests/prometheus/trailwatch.rules.test.yml")
        let alerts = rules.matches(of: /alert: (\w+)/).map { String($0.1) }
        #expect(alerts.count == 10)
        #expect(alerts.filter { !tests.contains($0) } == [])
    }
}
