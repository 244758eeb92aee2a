import Glibc

/// A core dump would hold every token.
enum CoreDumps {
    /// Of this process and those it starts. A collector that core_pattern pipes to may take them all the same.
    /// https://man7.org/linux/man-pages/man5/core.5.html
    static func forbid() {
        var nothing = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &nothing)
    }
}
