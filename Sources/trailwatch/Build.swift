/// What was built, and with what.
enum Build {
    static let version = "0.1.0"
    /// `make build` writes it from git.
    static let commit = "unknown"

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
}
