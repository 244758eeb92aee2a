import Foundation
import TestSupport
import Testing

@Suite struct LifelineTests {
    @Test("The bot does not outlive a sandbox that was killed")
    func killed() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "lifeline-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // The bot holds the pipe open, so its end is the bot's.
        let (pipe, stub) = (directory + "/pipe", directory + "/bot")
        #expect(mkfifo(pipe, 0o600) == 0)
        try Data("#!/bin/sh\nexec 4>'\(pipe)'; echo up >&4; exec /bin/sleep 600\n".utf8).write(to: URL(filePath: stub))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: stub)
        let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        let sandbox = tests.deletingLastPathComponent().appending(path: "trailwatch-sandbox").path
        try #require(FileManager.default.isExecutableFile(atPath: sandbox))

        try await ChildProcess.with(["cat", pipe]) { reader in
            try await ChildProcess.with(
                [sandbox, "--scenario", "quiet", "--bot", stub], environment: ["TMPDIR": directory]
            ) { sandbox in
                let first = try await reader.line()
                #expect(first == "up")
                #expect(kill(sandbox.processIdentifier, SIGKILL) == 0)
                let next = try? await reader.line()
                #expect(next == nil)
            }
        }
    }
}
