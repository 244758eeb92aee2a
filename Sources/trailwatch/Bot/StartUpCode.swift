import FoundationEssentials
@preconcurrency import Glibc

/// Gives back the pages of code that only start-up needed: linking, the Swift runtime's look-ups and TLS set-up touch most of
/// the program once. What is needed again is mapped again from the file, in microseconds.
enum StartUpCode {
    /// Only executable mappings of files, which are never written to; everything else stays.
    static func release() {
        guard let maps = FileManager.default.contents(atPath: "/proc/self/maps") else { return }
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { continue }
            let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard bounds.count == 2, let start = UnsafeMutableRawPointer(bitPattern: bounds[0]) else { continue }
            madvise(start, Int(bounds[1] - bounds[0]), MADV_DONTNEED)
        }
    }
}
