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
    } catch let exit as ExitCode {
        throw exit
    } catch  where StartFailure.explains(error) {
        printError("trailwatch: \(StartFailure(explaining: error).message)")
        throw Exit.couldNotStart
    }
}

extension StartFailure {
    /// Whether there is a sentence for a person.
    fileprivate static func explains(_ error: any Error) -> Bool {
        error is StartFailure || error is ConfigurationError || error is StoreError || error is TransportError
    }

    /// The sentence for a person; for a surprise, what it says of itself.
    init(explaining error: any Error) {
        switch error {
        case let failure as StartFailure: self = failure
        case let error as ConfigurationError: message = error.description
        case let error as StoreError: message = "the store: \(error.message)"
        case let error as TransportError: message = error.message
        default: message = "\(error)"
        }
    }
}

/// Prints a line on standard error, after what was printed on standard output before.
func printError(_ line: String) {
    fflush(stdout)
    fputs(line + "\n", stderr)
}
