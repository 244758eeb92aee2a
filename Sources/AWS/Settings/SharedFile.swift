/// One of the SDKs' shared files (`~/.aws/config`, `~/.aws/credentials`): profiles and what they refer to, as botocore reads
/// them. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
struct SharedFile: Equatable {
    enum Kind { case config, credentials }

    private(set) var profiles: [String: SharedSection] = [:]
    /// Sign-ins that several profiles share.
    private(set) var ssoSessions: [String: SharedSection] = [:]
    /// Endpoints, by the name that a profile's `services` gives.
    private(set) var services: [String: SharedSection] = [:]

    init() {}

    init(_ text: String, kind: Kind, path: String) throws(AWSError) {
        for section in try INIFile(text, path: path).sections {
            let content = try SharedSection(section.values, place: "\(path): [\(section.name)]")
            switch kind {
            case .credentials: profiles[section.name] = content
            case .config: keep(content, of: section.name)
            }
        }
    }

    /// Config files write `[profile name]`, but `[default]`.
    private mutating func keep(_ content: SharedSection, of header: String) {
        if header == "default" { return profiles[header] = content }
        guard let words = ShellWords.split(header), words.count == 2 else { return }
        if header.hasPrefix("profile") { profiles[words[1]] = content }
        if header.hasPrefix("sso-session") { ssoSessions[words[1]] = content }
        if header.hasPrefix("services") { services[words[1]] = content }
    }
}

/// The keys of a section.
struct SharedSection: Equatable, Sendable {
    private(set) var values: [String: String] = [:]
    /// Keys whose value is itself made of keys, on indented lines of their own.
    private(set) var nested: [String: [String: String]] = [:]

    init(_ values: [String: String] = [:], nested: [String: [String: String]] = [:]) {
        self.values = values
        self.nested = nested
    }

    /// A value whose first line is empty has keys of its own.
    fileprivate init(_ values: [String: String], place: String) throws(AWSError) {
        for (key, value) in values {
            if value.hasPrefix("\n") {
                nested[key] = try Self.nested(value, place: "\(place): \(key)")
            } else {
                self.values[key] = value
            }
        }
    }

    subscript(key: String) -> String? { values[key] }

    /// The other's keys win.
    func merging(_ other: SharedSection) -> SharedSection {
        var merged = self
        for (key, value) in other.values {
            merged.values[key] = value
            merged.nested[key] = nil
        }
        for (key, value) in other.nested {
            merged.nested[key] = value
            merged.values[key] = nil
        }
        return merged
    }

    private static func nested(_ text: String, place: String) throws(AWSError) -> [String: String] {
        var keys: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else {
                throw AWSError(.configuration, "\(place): expected `key = value` on each indented line")
            }
            keys[String(line[..<equals].trimmed)] = String(line[line.index(after: equals)...].trimmed)
        }
        return keys
    }
}
