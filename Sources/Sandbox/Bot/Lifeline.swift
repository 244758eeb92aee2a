import Foundation
import Synchronization

/// Ends a process when we are gone, however we ended. A shell reads a pipe that only we can write to: its end is ours, and the
/// shell kills. No handler of ours could, for SIGKILL has none.
final class Lifeline: Sendable {
    private let watcher = Mutex<Process?>(nil)

    /// Ties a running process to us; one that has ended already needs nothing.
    func tie(_ process: Process) throws {
        try watcher.withLock { watcher in
            guard process.isRunning else { return }
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            // A terminal's interrupt and hang-up reach the shell as well: it stays to the end.
            shell.arguments = [
                "-c", "trap '' HUP INT TERM; read -r _ || kill -KILL \"$1\"", "lifeline",
                "\(process.processIdentifier)",
            ]
            shell.environment = [:]
            shell.standardInput = Pipe()
            shell.standardOutput = FileHandle.nullDevice
            shell.standardError = FileHandle.nullDevice
            try shell.run()
            watcher = shell
        }
    }

    /// Lets go of a process that has ended, before its identifier can become another's.
    func release() {
        watcher.withLock { shell in
            if let shell, shell.isRunning { _ = kill(shell.processIdentifier, SIGKILL) }
            shell = nil
        }
    }
}
