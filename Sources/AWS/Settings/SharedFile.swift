/// One of the SDKs' shared files (`~/.aws/config`, `~/.aws/credentials`): profiles and their keys.
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
struct SharedFile: Equatable {
    enum Kind { case config, credentials }

    private(set) var profiles: [String: [String: String]] = [:]

    /// Sections that are no profiles (`sso-session`, `services`), nested keys and comments are passed over.
    init(_ text: String, kind: Kind, path: String) throws(AWSError) {
        var profile: String?
        var sawSection = false
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let isNested = line.first == " " || line.first == "\t"
            let content = Self.withoutComment(line)
            if content.isEmpty || (isNested && sawSection) { continue }
            let place = "\(path):\(number + 1)"
            if content.first == "[" {
                profile = try Self.profile(of: content, kind: kind, place: place)
                sawSection = true
                if let profile { profiles[profile, default: [:]].merge([:]) { $1 } }
                continue
            }
            guard sawSection else { throw Self.mistake(place, "expected a section such as [default] first") }
            guard let equals = content.firstIndex(of: "=") else { throw Self.mistake(place, "expected `key = value`") }
            let key = content[..<equals].trimmed.lowercased()
            guard !key.isEmpty else { throw Self.mistake(place, "expected a key before `=`") }
            if let profile { profiles[profile]?[key] = String(content[content.index(after: equals)...].trimmed) }
        }
    }

    /// nil for a section that is no profile. Config files write `[profile name]`, credentials files `[name]`.
    private static func profile(
        of header: Substring, kind: Kind, place: String
    ) throws(AWSError) -> String? {
        guard header.last == "]" else { throw mistake(place, "expected `]` at the end of the section's name") }
        let words = header.dropFirst().dropLast().split(maxSplits: 1) { $0 == " " || $0 == "\t" }
        let name = words.last.map { String($0.trimmed.filter { $0 != "\"" && $0 != "'" }) } ?? ""
        guard !name.isEmpty else { throw mistake(place, "expected a section's name between the brackets") }
        if words.count == 1 { return kind == .credentials || name == "default" ? name : nil }
        return kind == .config && words[0] == "profile" ? name : nil
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        let content = line.trimmed
        if content.first == "#" || content.first == ";" { return "" }
        var previous: Character = "x"
        for index in content.indices {
            let character = content[index]
            if character == "#" || character == ";", previous == " " || previous == "\t" {
                return content[..<index].trimmed
            }
            previous = character
        }
        return content
    }

    private static func mistake(_ place: String, _ expected: String) -> AWSError {
        AWSError(.configuration, "\(place): \(expected)")
    }
}

extension Substring {
    var trimmed: Substring {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
        return self[start..<end]
    }
}
