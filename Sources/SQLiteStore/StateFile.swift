import CloudTrailCore
import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The file on disk before SQLite opens it: SQLite itself would create it readable by everyone.
enum StateFile {
    /// Creates the folder (0700) and an empty file (0600) where they are missing; what exists keeps its permissions.
    static func prepare(_ path: String) throws(StoreError) {
        let folder = path.deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.unavailable, "The folder \(folder) of the database cannot be created.")
        }
        // O_CREAT without O_TRUNC: another instance may be creating the same file.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(.unavailable, "The database \(path) cannot be opened for writing: \(reason).")
        }
        close(descriptor)
    }
}

extension String {
    /// `.` for a bare file name.
    fileprivate var deletingLastPathComponent: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
