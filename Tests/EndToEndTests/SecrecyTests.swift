import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

@Suite("Secrets stay secret", .serialized)
struct SecrecyTests {
    private static func files(below directory: String) throws -> [(name: String, content: Data)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        return names.compactMap { name in
            guard name != "config/config.json",
                let content = FileManager.default.contents(atPath: "\(directory)/\(name)")
            else { return nil }
            return (name, content)
        }
    }

    /// Everything a bot is trusted with here.
    private static func secrets(_ sandbox: Sandbox) -> [String] {
        let identity = sandbox.workspace.identity
        return [
            identity.appToken, identity.botToken, JiraDesk.token, AWSCaller.mainSecret, "marked-beat",
            Data("\(JiraDesk.email):\(JiraDesk.token)".utf8).base64EncodedString(),
        ]
    }

    /// Lends a bot all of whose requests are listened to on their way.
    private static func overheard(_ body: (Stage, Wire) async throws -> Void) async throws {
        let wire = try await Wire()
        do {
            let patch: JSONValue = [
                "bot": [
                    "configuration": [
                        "jira": ["server": .string(wire.url(of: .jira))], "heartbeat": ["interval": "1s"],
                    ]
                ]
            ]
            let scenario = try SmallCompany.scenario(changing: SmallCompany.scanning.merged(with: patch))
            try await Sandbox.run(scenario, timings: Stage.timings) { sandbox in
                wire.begin(sandbox)
                let environment = [
                    "SLACK_API_URL": wire.url(of: .slack) + "/api/", "AWS_ENDPOINT_URL": wire.url(of: .aws),
                    "TRAILWATCH_HEALTH_ADDRESS": "127.0.0.1:0",
                    "TRAILWATCH_HEARTBEAT_URL": wire.url(of: .heartbeat) + "/marked-beat",
                ]
                // Whoever says only what is wrong says it with as many details as there are.
                try await Stage.run(
                    in: sandbox, environment: environment, arguments: ["--log-level", "trace"]
                ) { try await body($0, wire) }
            }
        } catch {
            await wire.stop()
            throw error
        }
        await wire.stop()
    }

    @Test(
        "After a day of scans, tickets, doubts and refusals no secret is in the log, the state, the metrics or the chat"
    )
    func day() async throws {
        try await Self.overheard { stage, wire in
            let mark = stage.mark
            for (words, answer) in [
                ("scan all", "regions"), ("issues", "disabled"), ("doctor", "trouble"), ("status", "Accounts watched"),
                ("ticket payments us-east-1", "Ticket"), ("audit", "ticket"), ("cloudtrails config", "Default owner"),
                ("account nobody name", "No account"),
            ] {
                _ = try await stage.ask(words, answer: answer)
            }
            await stage.workspace.fail(next: 1, of: "chat.postMessage", with: .error("internal_error"))
            await stage.workspace.fail(next: 1, of: "apps.connections.open", with: .error("internal_error"))
            await stage.workspace.dropConnections()
            try await stage.connected(since: mark)
            _ = try await stage.ask("ping", answer: "pong")

            var places = try Self.files(below: stage.bot.directory)
            #expect(
                places.contains { $0.name == "state/trailwatch.sqlite" } && places.contains { $0.name == "bot.log" })
            let said = stage.workspace.journal.entries.map { "\($0)" }.joined(separator: "\n")
            places.append(("chat", Data(said.utf8)))
            places += try await Self.signsOfLife(stage)
            places.append(("doctor", try await Self.doctor(stage, wire)))
            for (name, content) in places {
                for secret in Self.secrets(stage.sandbox) {
                    #expect(content.range(of: Data(secret.utf8)) == nil, "a secret is in \(name)")
                }
            }
            // The log does tell what was done.
            #expect(stage.bot.lastLines(10_000).contains { $0.contains("cloudtrail:DescribeTrails") })
            Self.expectDiscretion(wire, stage.sandbox)
        }
    }

    private static func signsOfLife(_ stage: Stage) async throws -> [(name: String, content: Data)] {
        let line = try #require(stage.bot.lastLines(10_000).first { $0.contains("Signs of life are served.") })
        let address = try String(#require(line.firstMatch(of: /http:..127\.0\.0\.1:\d+/)).0)
        var places: [(name: String, content: Data)] = []
        for path in ["/metrics", "/healthz", "/readyz"] {
            let lines = try await ChildProcess.output(of: ["python3", "-c", HealthTests.get, address + path])
            #expect(lines.first == "200")
            places.append((path, Data(lines.joined(separator: "\n").utf8)))
        }
        return places
    }

    /// With troubles to tell: a JIRA that is not there, and a workspace whose tokens are refused.
    private static func doctor(_ stage: Stage, _ wire: Wire) async throws -> Data {
        var environment = BotSetup(stage.sandbox, state: stage.bot.directory + "/state").environment
        environment["TRAILWATCH_HEARTBEAT_URL"] = wire.url(of: .heartbeat) + "/marked-beat"
        let arguments = ["doctor", "--json", "--config", stage.bot.directory + "/config", "--log-level", "trace"]
        let well = try await Program.run("trailwatch", arguments, environment: environment)
        #expect(well.output.contains("it may open connections"), "\(well)")
        environment["SLACK_API_URL"] = "http://127.0.0.1:9/"
        environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
        let ill = try await Program.run("trailwatch", arguments, environment: environment)
        #expect(ill.status == 1)
        return Data((well.output + well.errors + ill.output + ill.errors).utf8)
    }

    /// A secret travels to whoever gave it, where its door asks for it, and nowhere else.
    private static func expectDiscretion(_ wire: Wire, _ sandbox: Sandbox) {
        let exchanges = wire.journal.entries
        #expect(Set(exchanges.map(\.place)) == Set(Wire.Place.allCases))
        let identity = sandbox.workspace.identity
        let basic = "Basic " + Data("\(JiraDesk.email):\(JiraDesk.token)".utf8).base64EncodedString()
        for (place, request) in exchanges.map({ ($0.place, $0.request) }) {
            let token = request.path.hasSuffix("/apps.connections.open") ? identity.appToken : identity.botToken
            let key: String? =
                switch place {
                case .slack: "Bearer " + token
                case .jira: basic
                case .aws, .heartbeat: nil
                }
            let isShown = key != nil && request.headers["Authorization"] == key
            var text = request.text(without: isShown ? "Authorization" : nil)
            if place == .heartbeat, request.path == "/marked-beat" { text.replace(request.path, with: "") }
            let leaks = secrets(sandbox).filter(text.contains)
            #expect(leaks.isEmpty, "a secret is in \(request.method) \(request.path) to \(place)")
        }
    }

    @Test("A crash says where it was, and no secret")
    func crash() async throws {
        try await Sandbox.run(SmallCompany.scenario(), timings: Stage.timings) { sandbox in
            let bot = try BotProcess(
                executable: Program.path("trailwatch"), sandbox: sandbox,
                extraEnvironment: [
                    "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,threads=all,registers=all,symbolicate=off"
                ],
                extraArguments: ["--log-level", "trace"])
            let stage = Stage(sandbox: sandbox, bot: bot)
            do {
                try await stage.connected(since: 0)
                _ = try await stage.ask("scan account payments", answer: "finished")
                _ = try await stage.ask("ticket payments us-east-1", answer: "PAY-8")
            } catch {
                await bot.stop()
                throw error
            }
            bot.stumble()
            try await ChildProcess.output(
                of: [
                    "timeout", "60", "sh", "-c", "until grep -q 'Backtrace took' \"$0\"; do sleep 0.1; done",
                    bot.logPath,
                ])
            await bot.crash()
            let log = try String(contentsOfFile: bot.logPath, encoding: .utf8)
            #expect(log.contains("Program crashed") && log.contains("Thread 0"), "\(log.suffix(500))")
            for secret in Self.secrets(sandbox) { #expect(!log.contains(secret)) }
            bot.clean()
        }
    }
}
