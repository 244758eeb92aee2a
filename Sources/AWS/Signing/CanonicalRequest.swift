import Cryptography
import FoundationEssentials
import Networking

/// A request in the one spelling that both sides hash.
struct CanonicalRequest {
    let text: String
    /// `content-type;host;x-amz-date`
    let signedHeaders: String

    init(_ request: HTTPRequest) {
        let url = URLParts(request.url)
        let headers = Self.headers(of: request, host: url.host)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        var text = request.method.rawValue
        text += "\n" + Self.path(url.path) + "\n" + Self.query(url.query) + "\n"
        for header in headers { text += header.name + ":" + header.value + "\n" }
        text += "\n" + signedHeaders + "\n" + SHA256.hash(request.body).hex
        self.text = text
    }

    /// Proxies and clients may change these on the way.
    private static let unsigned: Set<String> = [
        "authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    private static func headers(of request: HTTPRequest, host: String) -> [HTTPHeaders.Field] {
        var values = ["host": host]
        for field in request.headers.fields {
            let name = field.name.lowercased()
            if unsigned.contains(name) || name == "host" { continue }
            let value = collapsed(field.value)
            values[name] = values[name].map { $0 + "," + value } ?? value
        }
        return values.sorted { $0.key < $1.key }.map { HTTPHeaders.Field(name: $0.key, value: $0.value) }
    }

    /// Without spaces at the ends and without runs of them.
    private static func collapsed(_ value: String) -> String {
        value.utf8.contains(where: isSpace)
            ? value.utf8.split(whereSeparator: isSpace).map { String(Substring($0)) }.joined(separator: " ") : value
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Without `.` and `..`, and percent-encoded once more (every service but S3 wants that).
    private static func path(_ path: String) -> String {
        if path.isEmpty || path == "/" { return "/" }
        var kept: [Substring] = []
        for segment in path.split(separator: "/") {
            switch segment {
            case ".": break
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        let joined = "/" + kept.map { PercentEncoding.encode(String($0), keeping: "~") }.joined(separator: "/")
        return kept.isEmpty || !path.hasSuffix("/") ? joined : joined + "/"
    }

    /// Its items, already encoded as the URL has them, sorted by name and value.
    private static func query(_ query: String) -> String {
        if query.isEmpty { return "" }
        let items = query.split(separator: "&", omittingEmptySubsequences: false).map { item in
            let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(halves[0]), value: halves.count > 1 ? String(halves[1]) : "")
        }
        return items.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { $0.name + "=" + $0.value }.joined(separator: "&")
    }
}
