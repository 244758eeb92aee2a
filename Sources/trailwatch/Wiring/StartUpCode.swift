import FoundationEssentials
@preconcurrency import Glibc

/// Gives back the pages of code and constants that only start-up needed: linking, the Swift runtime's look-ups and TLS set-up
/// touch most of the program once. What is needed again is mapped again from the file, in microseconds.
enum StartUpCode {
    /// Only mappings of files that nobody wrote to and nobody can; everything else stays.
    /// https://docs.kernel.org/filesystems/proc.html (smaps)
    static func release() {
        guard let maps = FileManager.default.contents(atPath: "/proc/self/smaps") else { return }
        var mapping: UnsafeMutableRawBufferPointer?
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count >= 5, !fields[0].hasSuffix(":") {
                mapping = readOnlyFile(fields)
            } else if fields[0] == "Anonymous:", fields[1] == "0", let pages = mapping {
                madvise(pages.baseAddress, pages.count, MADV_DONTNEED)
            }
        }
    }

    /// nil for what is no file's, or could be written to.
    private static func readOnlyFile(_ fields: [Substring]) -> UnsafeMutableRawBufferPointer? {
        guard fields.count == 6, ["r-xp", "r--p"].contains(fields[1]), fields[5].hasPrefix("/") else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, let start = UnsafeMutableRawPointer(bitPattern: bounds[0]) else { return nil }
        return UnsafeMutableRawBufferPointer(start: start, count: Int(bounds[1] - bounds[0]))
    }
}
