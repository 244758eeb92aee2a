import FoundationEssentials
import Scheduling

extension Zone {
    /// A zone of the system's database (Debian's package tzdata); nil where it has none of the name.
    init?(named name: String) {
        if ["UTC", "Etc/UTC", "Z"].contains(name) {
            self = .utc
            return
        }
        // A name and not a way to another file.
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            part.first?.isLetter == true && part.utf8.count <= 32
                && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
        }
        guard isName, parts.count <= 3,
            let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")
        else { return nil }
        self.init(name: name, file: file)
    }
}
