import struct FoundationEssentials.URL

extension ValueReader {
    /// An http or https URL that names a host and no user, without slashes at its end.
    mutating func webAddress(_ node: Node?) -> String? {
        value(node, expected: "an http or https URL") { text in
            guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
                let host = url.host(), !host.isEmpty, url.user() == nil
            else { return nil }
            var address = text
            while address.last == "/" { address.removeLast() }
            return address
        }
    }
}
