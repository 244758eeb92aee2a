import ArgumentParser
import CloudTrailCore
import ConfigurationFiles
import FoundationEssentials
@preconcurrency import Glibc
import Networking

/// The exit codes that scripts go by.
enum Exit {
    /// Everything was checked and nothing is wrong.
    static let clean = ExitCode(0)
    static let couldNotStart = ExitCode(1)
    /// Findings, or open issues.
    static let trouble = ExitCode(2)
    /// Nothing wrong was found, but something is unknown.
    static let unknown = ExitCode(3)
}

/// Why the program does not start, in one sentence or one line a problem.
struct StartFailure: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}

/// Runs a command's body; what keeps it from starting is printed and becomes exit code 1.
func starting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let failure as StartFailure {
        throw failed(failure.message)
    } catch let error as ConfigurationError {
        throw failed(error.description)
    } catch let error as StoreError {
        throw failed("the store: \(error.message)")
    } catch let error as TransportError {
        throw failed(error.message)
    }
}

private func failed(_ message: String) -> ExitCode {
    printError("trailwatch: \(message)")
    return Exit.couldNotStart
}

/// Prints a line on standard error, after what was printed on standard output before.
func printError(_ line: String) {
    fflush(stdout)
    fputs(line + "\n", stderr)
}
