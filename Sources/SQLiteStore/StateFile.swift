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
        guard access(path, F_OK) != 0 else { return }
        guard create(path) else {
            let reason = String(cString: strerror(errno))
            throw StoreError(.unavailable, "The database \(path) cannot be created: \(reason).")
        }
    }

    /// Made under another name and linked, because closing a descriptor of the database itself would drop the locks that
    /// SQLite may hold on it in this process. https://www.sqlite.org/howtocorrupt.html
    private static func create(_ path: String) -> Bool {
        let draft = "\(path).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        let isLinked = link(draft, path) == 0 || errno == EEXIST
        let reason = errno
        unlink(draft)
        errno = reason
        return isLinked
    }
}

extension String {
    /// `.` for a bare file name.
    fileprivate var deletingLastPathComponent: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
