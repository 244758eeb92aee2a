import Foundation

/// The Python that has the tests' packages (boto3, moto): `TRAILWATCH_PYTHON`, else the project's `.venv` that `make test`
/// makes, else whatever `python3` is.
public enum ProjectPython {
    public static let path: String = {
        if let named = ProcessInfo.processInfo.environment["TRAILWATCH_PYTHON"], !named.isEmpty { return named }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let own = root.appending(path: ".venv/bin/python").path
        return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    }()
}
