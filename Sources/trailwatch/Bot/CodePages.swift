import Glibc

/// Gives back the pages of code that are not at work: linking, the Swift runtime's look-ups, TLS set-up and the first of every
/// kind of answer touch most of the program once. What is needed again is mapped again from the file.
enum CodePages {
    /// After start-up, and from time to time, until the task is cancelled.
    static func keepFew() async {
        try? await Task.sleep(for: .milliseconds(1500))
        while !Task.isCancelled {
            release()
            try? await Task.sleep(for: .seconds(300))
        }
    }

    /// Only executable mappings of files, which are never written to; everything else stays.
    static func release() {
        // Foundation takes the first read's few lines of such a file for the whole.
        guard let maps = fopen("/proc/self/maps", "r") else { return }
        defer { fclose(maps) }
        var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
        defer { free(line) }
        while getline(&line, &capacity, maps) > 0, let line { release(String(cString: line)) }
    }

    /// https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
    private static func release(_ mapping: String) {
        let fields = mapping.split { $0 == " " || $0 == "\n" }
        guard fields.count == 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { return }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, let start = UnsafeMutableRawPointer(bitPattern: bounds[0]) else { return }
        let length = Int(bounds[1] - bounds[0])
        // Else the kernel maps two megabytes for one instruction, where it has the file in pieces of that size.
        madvise(start, length, MADV_NOHUGEPAGE)
        madvise(start, length, MADV_DONTNEED)
    }
}
