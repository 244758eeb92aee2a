@preconcurrency import Dispatch
import Foundation
import Sandbox

/// Standard input, output and error.
enum Console {
    /// Ends when nobody reads standard output any more, as when `head` has seen enough.
    static let (reader, readerLeft) = AsyncStream<Never>.makeStream()

    @Sendable static func print(_ text: String) {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch { readerLeft.finish() }
    }

    static func warn(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Makes writing to a closed pipe an error instead of our death. A handler and not SIG_IGN, which the bot would inherit.
    static func surviveClosedPipes() {
        signal(SIGPIPE) { _ in }
    }

    /// Colours on a terminal, unless https://no-color.org says no.
    static var style: TextStyle {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        let isKnown = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 40
        let noColour = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return TextStyle(hasColour: isTerminal && !noColour, width: isKnown ? min(Int(size.ws_col), 120) : 100)
    }

    /// The lines of standard input, read on a thread of their own: reading blocks.
    static func lines() -> AsyncStream<String> {
        let (lines, output) = AsyncStream<String>.makeStream()
        Thread.detachNewThread {
            while let line = readLine() { output.yield(line) }
            output.finish()
        }
        return lines
    }

    /// Signals as they come, instead of their usual effect.
    static func signals(_ numbers: [Int32]) -> AsyncStream<Int32> {
        AsyncStream { output in
            let sources = numbers.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { output.yield(number) }
                source.resume()
                return source
            }
            output.onTermination = { _ in for source in sources { source.cancel() } }
        }
    }
}
