import Foundation

/// A directory of a test's own, lent to a closure and removed afterwards.
public struct TemporaryDirectory: Sendable {
    public let path: String

    public static nonisolated(nonsending) func with<Result>(
        _ body: nonisolated(nonsending) (TemporaryDirectory) async throws -> Result
    ) async throws -> Result {
        let path = NSTemporaryDirectory() + "trailwatch-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(TemporaryDirectory(path: path))
    }

    /// The path of a file in it, existing or not.
    public func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }
}
