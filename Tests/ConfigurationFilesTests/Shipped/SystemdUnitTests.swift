import Testing

@Suite("manifests/systemd")
struct SystemdUnitTests {
    private static let unit = "manifests/systemd/trailwatch.service"
    private static let program = "/usr/local/bin/trailwatch"

    @Test("The unit runs the bot with its tokens in files and its state where systemd puts it")
    func contents() throws {
        let lines = try Project.text(Self.unit).split(separator: "\n")
        for line in [
            "ExecStart=\(Self.program) run --config /etc/trailwatch",
            // procps, which has /bin/kill, is not everywhere.
            #"ExecReload=/bin/sh -c "kill -HUP $MAINPID""#,
            "Environment=SLACK_APP_TOKEN_FILE=%d/slack-app-token",
            "Environment=SLACK_BOT_TOKEN_FILE=%d/slack-bot-token",
            "StateDirectory=trailwatch",
            "LimitCORE=0",
        ] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
    }

    private static let hasSystemd = ConditionTrait.enabled(
        "systemd-analyze of systemd 250 or newer, which knows %d, is at hand"
    ) {
        guard let output = try? await ChildProcess.run("systemd-analyze", ["--version"]).output,
            let version = output.firstMatch(of: /^systemd ([0-9]+)/)
        else { return false }
        return Int(version.1)! >= 250
    }

    /// systemd also asks whether the program is there; on the machine of a test it is not.
    private static func copy(in scratch: borrowing ScratchDirectory) throws -> String {
        try scratch.file("trailwatch.service", Project.text(unit).replacing(program, with: "/bin/true"))
    }

    @Test("systemd accepts the unit", hasSystemd)
    func verify() async throws {
        let scratch = try ScratchDirectory()
        let result = try await ChildProcess.run(
            "systemd-analyze", ["verify", "--man=no", Self.copy(in: scratch)])
        #expect(result.output == "")
        #expect(result.status == 0)
    }

    @Test("systemd finds it exposed to no more than 1.2 of 10", hasSystemd)
    func exposure() async throws {
        let scratch = try ScratchDirectory()
        let result = try await ChildProcess.run(
            "systemd-analyze",
            ["security", "--offline=true", "--threshold=12", "--no-pager", Self.copy(in: scratch)])
        #expect(result.status == 0, "\(result.output)")
    }
}
