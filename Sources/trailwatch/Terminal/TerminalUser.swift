@preconcurrency import Glibc

/// Who runs the program.
enum TerminalUser {
    /// A container's user often has no name.
    static var name: String {
        let user = getuid()
        return getpwuid(user).map { String(cString: $0.pointee.pw_name) } ?? "uid \(user)"
    }
}
