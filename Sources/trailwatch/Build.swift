import CBuildFacts

/// What was built, from what, and with what.
enum Build {
    static let version = "0.1.0"
    /// As TRAILWATCH_COMMIT said at the build, which `make build` takes from git.
    static let commit = String(cString: trailwatch_commit())

    static var swift: String {
        #if compiler(>=6.5)
            "6.5 or newer"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    static var description: String { "trailwatch \(version), commit \(commit), Swift \(swift)" }
}
