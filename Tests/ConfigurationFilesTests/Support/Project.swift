import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL

/// The project's own files, as they are shipped.
enum Project {
    static let root: URL = {
        var url = URL(filePath: #filePath)
        for _ in 1...4 { url.deleteLastPathComponent() }
        return url
    }()

    static func path(_ relative: String) -> String { root.appending(path: relative).path }

    static func data(_ relative: String) throws -> Data { try Data(contentsOf: root.appending(path: relative)) }

    static func text(_ relative: String) throws -> String { String(decoding: try data(relative), as: UTF8.self) }

    static func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

    /// The names of a directory's files that end in `suffix`, in order.
    static func files(in directory: String, suffix: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path(directory))
        return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }
}
