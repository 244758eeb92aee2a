/// Runs a Python 3 script beside the test, for peers that no Swift library serves.
public enum PythonScript {
    public static nonisolated(nonsending) func with<Result>(
        source: String, arguments: [String] = [], environment: [String: String] = [:],
        _ body: nonisolated(nonsending) (ChildProcess) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(["python3", "-u", "-c", source] + arguments, environment: environment, body)
    }

    public static nonisolated(nonsending) func with<Result>(
        file: String, arguments: [String] = [], environment: [String: String] = [:],
        _ body: nonisolated(nonsending) (ChildProcess) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(["python3", "-u", file] + arguments, environment: environment, body)
    }
}
