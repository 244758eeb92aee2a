import CloudTrailCore
import FoundationEssentials

/// Reads a file whole; nil when it does not exist or may not be read.
public typealias FileReader = @Sendable (_ path: String) -> Data?

/// What the SDKs' environment variables and shared files say, read once.
/// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
public struct AWSSettings: Sendable {
    let environment: [String: String]
    let profiles: [String: [String: String]]
    let readFile: FileReader

    public init(
        environment: [String: String],
        readFile: @escaping FileReader = { FileManager.default.contents(atPath: $0) }
    ) throws(AWSError) {
        self.environment = environment.filter { !$0.value.isEmpty }
        self.readFile = readFile
        let home = environment["HOME"] ?? ""
        let config = try Self.shared(
            .config, at: self.environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", home: home, readFile)
        let credentials = try Self.shared(
            .credentials, at: self.environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", home: home,
            readFile)
        profiles = config.merging(credentials) { $0.merging($1) { $1 } }
        try checkEndpoints()
    }

    /// The profile in use, and whether anyone named it.
    var profile: (name: String, isNamed: Bool) {
        let named = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
        return (named ?? "default", named != nil)
    }

    /// The region that the settings choose; nil when they name none.
    public var region: Region? {
        (environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profiles[profile.name]?["region"])
            .flatMap(Region.init)
    }

    func isTrue(_ variable: String) -> Bool { environment[variable]?.lowercased() == "true" }

    /// A text file's content without the newline at its end.
    func text(at path: String) -> String? {
        readFile(path).map { String(String(decoding: $0, as: UTF8.self)[...].trimmed) }
    }

    private static func shared(
        _ kind: SharedFile.Kind, at path: String, home: String, _ readFile: FileReader
    ) throws(AWSError) -> [String: [String: String]] {
        let path = path.hasPrefix("~/") ? home + path.dropFirst() : path
        guard let data = readFile(path) else { return [:] }
        return try SharedFile(String(decoding: data, as: UTF8.self), kind: kind, path: path).profiles
    }

    private func checkEndpoints() throws(AWSError) {
        let variables = environment.filter { $0.key.hasPrefix("AWS_ENDPOINT_URL") }.sorted { $0.key < $1.key }
        for (name, value) in variables where !URLParts(value).isAbsolute {
            throw AWSError(.configuration, "\(name): expected an http or https URL, found `\(value)`")
        }
    }
}
