/// Where JIRA is: the base of the API, and the base of the links that people open. They differ for scoped Cloud tokens
/// (`https://api.atlassian.com/ex/jira/{cloudId}`), so a link is never taken from an answer's `self`.
struct JiraAddress: Sendable, Equatable {
    let api: String
    let links: String

    /// Either may have a path (`https://host/jira`) and slashes at the end.
    init(server: String, api: String? = nil) {
        links = server.withoutTrailingSlashes
        self.api = (api ?? server).withoutTrailingSlashes
    }

    func url(_ path: [String], query: [(name: String, value: String)], version: Int) -> String {
        let path = path.map(\.percentEncoded).joined(separator: "/")
        let query = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return "\(api)/rest/api/\(version)/\(path)" + (query.isEmpty ? "" : "?\(query)")
    }

    /// Where a Cloud site tells its id to anybody.
    var tenantInfo: String { "\(links)/_edge/tenant_info" }

    func link(to key: String) -> String { "\(links)/browse/\(key.percentEncoded)" }
}

extension String {
    fileprivate var withoutTrailingSlashes: String {
        var text = self[...]
        while text.last == "/" { text.removeLast() }
        return String(text)
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    var percentEncoded: String { percentEncoded(keeping: "-._~") }

    /// Everything but ASCII letters, digits and `kept` as `%XX`.
    func percentEncoded(keeping kept: String) -> String {
        var result = ""
        for byte in utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || kept.contains(character) {
                result.append(character)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return result
    }
}
