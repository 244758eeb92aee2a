import struct FoundationEssentials.URL

extension ValueReader {
    /// An http or https URL that names a host and no user.
    mutating func webAddress(_ node: Node?) -> String? {
        let url = value(node, expected: "an http or https URL") { text in
            URL(string: text, encodingInvalidCharacters: false).flatMap { Self.isWebAddress($0) ? $0 : nil }
        }
        guard let node, let url else { return nil }
        if url.user() != nil || url.password() != nil {
            // Without the value: it holds a password.
            report("expected a URL without a user's name and password", at: node.position)
            return nil
        }
        return url.absoluteString
    }

    private static func isWebAddress(_ url: URL) -> Bool {
        ["http", "https"].contains(url.scheme?.lowercased()) && url.host()?.isEmpty == false
    }
}
