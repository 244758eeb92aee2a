import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Signs of life", .serialized)
struct HealthTests {
    private static let environment = ["TRAILWATCH_HEALTH_ADDRESS": "127.0.0.1:0"]

    /// Where the bot says that it serves them.
    private func address(_ stage: Stage) throws -> String {
        let lines = stage.bot.lastLines(100)
        let line = try #require(lines.first { $0.contains("Signs of life are served.") })
        return try String(#require(line.firstMatch(of: /http:..(127\.0\.0\.1:\d+)/)).1)
    }

    /// The status and the body of an answer.
    private func get(_ address: String, _ path: String) async throws -> [String] {
        try await ChildProcess.output(of: ["python3", "-c", Self.get, "http://\(address)\(path)"])
    }

    static let get = """
        import sys, urllib.request, urllib.error
        try:
            answer = urllib.request.urlopen(sys.argv[1])
        except urllib.error.HTTPError as error:
            answer = error
        print(answer.status)
        print(answer.read().decode(), end="")
        """

    @Test("A bot at work is alive and ready; cut off from Slack it is alive and says what is missing")
    func ready() async throws {
        try await Stage.run(environment: Self.environment) { stage in
            let address = try address(stage)
            #expect(try await get(address, "/healthz") == ["200", "ok"])
            let asked = ["TRAILWATCH_HEALTH_ADDRESS": address]
            let probe = try await Program.run("trailwatch", ["probe", "--ready"], environment: asked)
            #expect(probe.status == 0 && probe.output.contains("ok store: it answers\n"), "\(probe)")
            let lines = try await get(address, "/readyz")
            #expect(lines.first == "200")
            #expect(lines.contains("ok store: it answers"))
            #expect(lines.contains("ok scan: scans are not scheduled"))
            #expect(try await get(address, "/elsewhere").first == "404")

            await stage.workspace.fail(next: 1000, of: "apps.connections.open", with: .status(503))
            let mark = stage.mark
            await stage.workspace.dropConnections()
            try await stage.occurrence("the end of a connection", since: mark) {
                if case .disconnected = $0 { () } else { nil }
            }
            var answer = try await get(address, "/readyz")
            while answer.first == "200" { answer = try await get(address, "/readyz") }
            #expect(answer.first == "503")
            #expect(answer.contains("NOT slack: there is no connection to Slack"))
            #expect(try await get(address, "/healthz") == ["200", "ok"])
            #expect(try await Program.run("trailwatch", ["probe"], environment: asked).status == 0)
            #expect(try await Program.run("trailwatch", ["probe", "--ready"], environment: asked).status == 1)
            await stage.workspace.mend()
        }
    }

    @Test(
        "promtool finds nothing wrong with the metrics, and they are those that the rules and the dashboard ask for",
        .enabled("promtool is at hand: Debian's package prometheus") { await Prometheus.isInstalled() })
    func metrics() async throws {
        let scenario = try SmallCompany.scenario(changing: SmallCompany.scanning)
        try await Stage.run(scenario, environment: Self.environment) { stage in
            let address = try address(stage)
            _ = try await stage.ask("ping", answer: "pong")
            var lines = try await get(address, "/metrics")
            while !lines.contains(where: { $0.hasPrefix("trailwatch_scan_duration_seconds ") }) {
                lines = try await get(address, "/metrics")
            }
            let text = lines.dropFirst().joined(separator: "\n") + "\n"
            try await TemporaryDirectory.with { directory in
                let file = try directory.write(text, to: "metrics")
                let complaints = try await ChildProcess.output(of: ["sh", "-c", "promtool check metrics <\"$0\"", file])
                #expect(complaints == [])
            }
            for line in [
                #"trailwatch_regions{state="healthy"} 4"#, #"trailwatch_issues{status="open"} 4"#,
                "trailwatch_slack_reconnections_total 0", #"trailwatch_ready{check="store"} 1"#,
            ] {
                #expect(lines.contains(line), "\(line) is not in \(text)")
            }
            let served = Set(text.matches(of: /(?m)^# TYPE (\w+)/).map { String($0.1) })
            for file in ["prometheus/trailwatch.rules.yml", "grafana/trailwatch.json"] {
                let asked = try String(contentsOfFile: Prometheus.project + "manifests/" + file, encoding: .utf8)
                let names = asked.matches(of: /(trailwatch|process)_[a-z_]+/).map {
                    $0.output.0.replacing("_bucket", with: "")
                }
                #expect(Set(names.map(String.init)).subtracting(served) == [], "\(file)")
            }
            let unexplained = served.filter { !text.contains("# HELP \($0) ") }
            #expect(unexplained == [])
        }
    }

    @Test(
        "A Prometheus that scrapes the bot knows when it is cut off from Slack, and when it is gone",
        .enabled("Debian's package prometheus is at hand") { await Prometheus.isInstalled() })
    func alerts() async throws {
        try await Stage.run(environment: Self.environment) { stage in
            try await Prometheus.watching(try address(stage)) { prometheus in
                let connections = try await prometheus.value("trailwatch_slack_connections > 0")
                #expect(connections != nil)
                let before = try await prometheus.alerts(until: "TrailwatchAbsent", fires: false)
                #expect(before == [""])

                await stage.workspace.fail(next: 1000, of: "apps.connections.open", with: .status(503))
                await stage.workspace.dropConnections()
                let cutOff = "TrailwatchCutOffFromSlack"
                let alone = try await prometheus.alerts(until: cutOff, fires: true)
                #expect(alone == [cutOff])
                await stage.workspace.mend()
                let again = try await prometheus.alerts(until: cutOff, fires: false)
                #expect(again == [""])

                let exit = await stage.bot.stop(grace: .seconds(20))
                #expect(exit == .init(status: 0, wasSignal: false))
                let gone = try await prometheus.alerts(until: "TrailwatchDown", fires: true)
                #expect(gone == ["TrailwatchDown"])
            }
        }
    }

    @Test("An address that is taken or is none keeps the bot from starting, and is named")
    func refused() async throws {
        try await Sandbox.run(SmallCompany.scenario(), timings: Stage.timings) { sandbox in
            for (address, complaint) in [
                ("9464", "TRAILWATCH_HEALTH_ADDRESS is not an address and a port, such as 127.0.0.1:9464"),
                (
                    String(sandbox.awsURL.dropFirst("http://".count)),
                    "signs of life cannot be served at \(sandbox.awsURL.dropFirst("http://".count)): "
                ),
            ] {
                let bot = try BotProcess(
                    executable: Program.path("trailwatch"), sandbox: sandbox,
                    extraEnvironment: ["TRAILWATCH_HEALTH_ADDRESS": address])
                #expect(try await bot.exit(within: Stage.patience)?.status == 1)
                #expect(bot.lastLines(1).first?.hasPrefix("trailwatch: " + complaint) == true, "\(bot.lastLines())")
                bot.clean()
            }
        }
    }
}
