#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Tells when the three files have changed, and are not being written any more. A value: whoever holds it looks every so often.
public struct FileWatch: Sendable {
    /// What a change shows in: of each file when it was written, its size, and which file it is.
    public struct Signature: Hashable, Sendable {
        private var parts: [[Int]]

        /// Of files that are there; a link counts as what it leads to, as in a volume of Kubernetes.
        public init(directory: String) {
            parts = ["config.json", "whitelist.json", "ticket_owners.json"].map { name in
                var status = stat()
                guard stat("\(directory)/\(name)", &status) == 0 else { return [] }
                #if canImport(Darwin)
                    let written = status.st_mtimespec
                #else
                    let written = status.st_mtim
                #endif
                return [Int(written.tv_sec), written.tv_nsec, Int(status.st_size), Int(status.st_ino)]
            }
        }

        init(_ parts: [[Int]]) {
            self.parts = parts
        }
    }

    private var known: Signature
    private var candidate: Signature?

    public init(_ now: Signature) {
        known = now
    }

    /// Whether the files are others than they were known to be, and the same as at the last look.
    public mutating func look(_ now: Signature) -> Bool {
        defer { candidate = now }
        guard now != known, now == candidate else { return false }
        known = now
        return true
    }
}
