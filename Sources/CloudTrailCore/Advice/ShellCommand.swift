/// A command to copy into a shell. Words come from AWS and are data: each is quoted unless it is harmless.
struct ShellCommand: Hashable {
    private let words: [String]

    init(_ words: [String]) {
        self.words = words
    }

    /// `aws cloudtrail NAME --OPTION VALUE …`, in the trail's home region.
    static func cloudTrail(_ name: String, _ arguments: [String], region: Region) -> ShellCommand {
        ShellCommand(["aws", "cloudtrail", name] + arguments + ["--region", region.rawValue])
    }

    var text: String { words.map(Self.quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let harmless = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "@"),
                UInt8(ascii: "+"):
                true
            default: false
            }
        }
        if harmless, !word.isEmpty { return word }
        return "'" + word.onOneLine.replacing("'", with: "'\\''") + "'"
    }
}
