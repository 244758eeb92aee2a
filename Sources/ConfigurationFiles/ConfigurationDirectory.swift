import struct FoundationEssentials.CocoaError
import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL

/// The directory of the configuration files on disk.
struct ConfigurationDirectory {
    /// Why a file was not read.
    struct ReadFailure: Error {
        var problem: ConfigurationError.Problem
    }

    private let path: String

    /// One sentence instead of three when there is no directory at all.
    init(path: String) throws(ConfigurationError) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var isDirectory = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard !exists || !isDirectory else { return }
        let problem = ConfigurationError.Problem(
            file: path,
            message: exists
                ? "expected a directory with config.json, whitelist.json and ticket_owners.json, found a file"
                : "no such directory; expected one with config.json, whitelist.json and ticket_owners.json")
        throw ConfigurationError(problems: [problem])
    }

    /// `advice` is for whoever does not have the file.
    func read(_ name: String, orElse advice: String) throws(ReadFailure) -> [UInt8] {
        let path = "\(path)/\(name)"
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            let message =
                switch (error as? CocoaError)?.code {
                case .fileReadNoSuchFile?, .fileNoSuchFile?: "no such file; \(advice)"
                case .fileReadNoPermission?: "may not be read by this user"
                default: "cannot be read: expected a regular file"
                }
            throw ReadFailure(problem: ConfigurationError.Problem(file: path, message: message))
        }
    }
}
