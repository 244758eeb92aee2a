import class FoundationEssentials.FileManager

/// A program that checks manifests: from `.venv-manifests`, which `make test` makes, else from PATH.
struct Tool {
    let path: String

    init(_ name: String) {
        let own = Project.path(".venv-manifests/bin/\(name)")
        path = FileManager.default.isExecutableFile(atPath: own) ? own : name
    }

    /// Standard output and standard error together, and the exit status.
    func run(_ arguments: String...) async throws -> ChildProcess {
        try await ChildProcess.run(path, arguments)
    }

    /// Whether it is there, shown by its answer to `arguments`.
    func isThere(_ arguments: String...) async -> Bool {
        (try? await ChildProcess.run(path, arguments))?.status == 0
    }
}
