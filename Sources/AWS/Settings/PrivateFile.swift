import FoundationEssentials
@preconcurrency import Glibc

/// A file with secrets in it.
public enum PrivateFile {
    /// Puts a new file in the place of an old one, whole or not at all.
    @Sendable public static func replace(_ path: String, with content: Data) -> Bool {
        let draft = "\(path).\(getpid()).tmp"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWritten = content.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == content.count
        guard close(file) == 0, isWritten, rename(draft, path) == 0 else {
            unlink(draft)
            return false
        }
        return true
    }
}
