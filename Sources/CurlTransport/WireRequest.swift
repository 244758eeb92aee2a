import CCurl
import FoundationEssentials
import Networking

/// A request that may go onto the wire: its URL and header fields are checked and written out.
struct WireRequest: Sendable {
    let request: HTTPRequest
    let headers: HeaderList
    /// Method and origin, for errors. Path and query may hold secrets (Slack's webhooks do).
    let label: String

    init(_ request: HTTPRequest) throws(TransportError) {
        guard let origin = Self.origin(of: request.url) else {
            throw TransportError(.invalidURL, "the URL is not an absolute, percent-encoded http or https URL")
        }
        self.request = request
        self.label = "\(request.method.rawValue) \(origin)"
        self.headers = HeaderList(try Self.headerLines(of: request))
    }

    /// Far above what servers take, and below where curl refuses it.
    private static let maximumURLBytes = 1 << 20

    /// Whether a body is announced, be it empty.
    var hasBody: Bool {
        !request.body.isEmpty || request.method == .post || request.method == .put
    }

    /// Scheme, host and port, without a user's name and password; nil when the URL is none of ours.
    private static func origin(of url: String) -> String? {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "http" || scheme == "https", url.dropFirst(scheme.count).hasPrefix("://"),
            url.utf8.count <= maximumURLBytes, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let authority = url.dropFirst(scheme.count + 3).prefix { !"/?#\\".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return host.isEmpty ? nil : "\(scheme)://\(host)"
    }

    /// The lines in curl's notation: `Name;` is an empty field, `Name:` one that curl must not add by itself.
    /// https://curl.se/libcurl/c/CURLOPT_HTTPHEADER.html
    private static func headerLines(of request: HTTPRequest) throws(TransportError) -> [String] {
        var lines: [String] = []
        for field in request.headers.fields {
            guard field.isValid else {
                throw TransportError(.invalidURL, "the header field \(field.name.debugDescription) may not be sent")
            }
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        if request.headers["Expect"] == nil { lines.append("Expect:") }
        return lines
    }
}

extension HTTPHeaders.Field {
    /// No control character may pass: a line break would start a header field or a request of its own.
    fileprivate var isValid: Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
