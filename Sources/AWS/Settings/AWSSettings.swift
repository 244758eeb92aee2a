import CloudTrailCore
import FoundationEssentials

/// Reads a file whole; nil when it does not exist or may not be read.
public typealias FileReader = @Sendable (_ path: String) -> Data?

/// Replaces a file that nobody but us may read; false when that cannot be done.
public typealias FileWriter = @Sendable (_ path: String, _ content: Data) -> Bool

/// What the SDKs' environment variables and shared files say, read once.
/// https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
public struct AWSSettings: Sendable {
    let environment: [String: String]
    let profiles: [String: SharedSection]
    let ssoSessions: [String: SharedSection]
    let services: [String: SharedSection]
    let readFile: FileReader
    let writeFile: FileWriter
    /// The region that the settings choose; nil when they name none.
    public let region: Region?

    public init(
        environment: [String: String],
        readFile: @escaping FileReader = { FileManager.default.contents(atPath: $0) },
        writeFile: @escaping FileWriter = PrivateFile.replace
    ) throws(AWSError) {
        self.environment = environment.filter { !$0.value.isEmpty }
        self.readFile = readFile
        self.writeFile = writeFile
        let home = environment["HOME"] ?? ""
        let config = try Self.shared(
            .config, at: self.environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", home: home, readFile)
        let credentials = try Self.shared(
            .credentials, at: self.environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", home: home,
            readFile)
        profiles = config.profiles.merging(credentials.profiles) { $0.merging($1) }
        ssoSessions = config.ssoSessions
        services = config.services
        region = try Self.region(self.environment, profiles[Self.profile(self.environment).name])
        try checkEndpoints()
    }

    /// The same environment with the files as they are now.
    func readAnew() throws(AWSError) -> AWSSettings {
        try AWSSettings(environment: environment, readFile: readFile, writeFile: writeFile)
    }

    /// The profile in use, and whether anyone named it.
    var profile: (name: String, isNamed: Bool) { Self.profile(environment) }

    private static func profile(_ environment: [String: String]) -> (name: String, isNamed: Bool) {
        let named = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
        return (named ?? "default", named != nil)
    }

    /// Whether a switch is on: by its variable, else by the profile's key.
    func isTrue(_ variable: String, orKey key: String? = nil) -> Bool {
        let text = environment[variable] ?? key.flatMap { profiles[profile.name]?[$0] }
        return text?.lowercased() == "true"
    }

    /// A text file's content without the newline at its end.
    func text(at path: String) -> String? {
        readFile(path).map { String(String(decoding: $0, as: UTF8.self)[...].trimmed) }
    }

    private static func shared(
        _ kind: SharedFile.Kind, at path: String, home: String, _ readFile: FileReader
    ) throws(AWSError) -> SharedFile {
        let path = path.hasPrefix("~/") ? home + path.dropFirst() : path
        guard let data = readFile(path) else { return SharedFile() }
        guard let text = String(data: data, encoding: .utf8) else {
            throw AWSError(.configuration, "\(path): expected text in UTF-8")
        }
        return try SharedFile(text, kind: kind, path: path)
    }

    private static func region(
        _ environment: [String: String], _ profile: SharedSection?
    ) throws(AWSError) -> Region? {
        let named = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile?["region"]
        guard let named = named.unlessEmpty else { return nil }
        guard let region = Region(named) else {
            throw AWSError(
                .configuration,
                "AWS_REGION, AWS_DEFAULT_REGION or the profile: expected a region such as eu-west-1, found `\(named)`")
        }
        return region
    }

    private func checkEndpoints() throws(AWSError) {
        let variables = environment.filter { $0.key.hasPrefix("AWS_ENDPOINT_URL") }.sorted { $0.key < $1.key }
        for (name, value) in variables where !URLParts(value).isAbsolute {
            throw AWSError(.configuration, "\(name): expected an http or https URL, found `\(value)`")
        }
    }
}
