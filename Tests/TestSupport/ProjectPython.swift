import Foundation

/// The Python that has the tests' packages (boto3, moto): `TRAILWATCH_PYTHON`, else the project's `.venv` that `make test`
/// makes, else whatever `python3` is.
public enum ProjectPython {
    public static let path: String = {
        if let named = ProcessInfo.processInfo.environment["TRAILWATCH_PYTHON"], !named.isEmpty { return named }
        return own(".venv") ?? "python3"
    }()

    /// The Python of an environment that `make test` makes in the project's directory; nil when it is not there.
    static func own(_ directory: String) -> String? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appending(path: directory + "/bin/python").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}
