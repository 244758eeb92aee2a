import Foundation
import Synchronization

/// Ends a process when we are gone, however we ended. A shell reads a pipe that only we can write to: its end is ours, and the
/// shell kills. No handler of ours could, for SIGKILL has none.
final class Lifeline: Sendable {
    private struct Watcher {
        let shell: Process
        /// Closed by hand, since Foundation keeps a process and its files for ever.
        let end: FileHandle
    }

    private let watcher = Mutex<Watcher?>(nil)

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
            let pipe = Pipe()
            shell.standardInput = pipe
            shell.standardOutput = FileHandle.nullDevice
            shell.standardError = FileHandle.nullDevice
            try shell.run()
            watcher = Watcher(shell: shell, end: pipe.fileHandleForWriting)
        }
    }

    /// Lets go of a process that has ended, before its identifier can become another's.
    func release() {
        watcher.withLock { watcher in
            guard let ended = watcher else { return }
            if ended.shell.isRunning { _ = kill(ended.shell.processIdentifier, SIGKILL) }
            try? ended.end.close()
            watcher = nil
        }
    }
}
