import Testing

import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.UUID

@Suite("manifests/systemd")
struct SystemdUnitTests {
    private static let unit = "manifests/systemd/trailwatch.service"
    private static let program = "/usr/local/bin/trailwatch"

    @Test("The unit runs the bot with its tokens in files and its state where systemd puts it")
    func contents() throws {
        let lines = try Project.text(Self.unit).split(separator: "\n")
        for line in [
            "ExecStart=\(Self.program) run --config /etc/trailwatch",
            "Environment=SLACK_APP_TOKEN_FILE=%d/slack-app-token",
            "Environment=SLACK_BOT_TOKEN_FILE=%d/slack-bot-token",
            "StateDirectory=trailwatch",
        ] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
    }

    @Test(
        "systemd accepts the unit",
        .enabled("systemd-analyze of systemd 250 or newer, which knows %d, is at hand") {
            guard let output = try? await ChildProcess.run("systemd-analyze", ["--version"]).output,
                let version = output.firstMatch(of: /^systemd ([0-9]+)/)
            else { return false }
            return Int(version.1)! >= 250
        })
    func verify() async throws {
        // systemd also asks whether the program is there; on the machine of a test it is not.
        let text = try Project.text(Self.unit).replacing(Self.program, with: "/bin/true")
        let directory = FileManager.default.temporaryDirectory.appending(path: "trailwatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let copy = directory.appending(path: "trailwatch.service")
        try Data(text.utf8).write(to: copy)
        let result = try await ChildProcess.run("systemd-analyze", ["verify", "--man=no", copy.path])
        #expect(result.output == "")
        #expect(result.status == 0)
    }
}
