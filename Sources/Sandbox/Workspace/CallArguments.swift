import FoundationEssentials
import Networking

/// The arguments of a Web API call, however they were sent: JSON keeps its types, forms hold JSON as text.
struct CallArguments: Sendable, Equatable {
    private var values: [String: JSONValue]

    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// https://docs.slack.dev/apis/web-api/#post_bodies
    init(_ request: ServedRequest) throws(SlackRefusal) {
        values = request.query.mapValues(JSONValue.string)
        let type = request.headers["Content-Type"] ?? ""
        if request.body.isEmpty { return }
        if type.hasPrefix("application/json") {
            guard let body = try? JSONValue(parsing: request.body) else { throw SlackRefusal("invalid_json") }
            guard let members = body.object else { throw SlackRefusal("json_not_object") }
            values.merge(members) { $1 }
        } else if type.hasPrefix("application/x-www-form-urlencoded") {
            let form = FormDecoding.decode(String(decoding: request.body, as: UTF8.self))
            values.merge(form.mapValues(JSONValue.string)) { $1 }
        } else {
            throw SlackRefusal("invalid_post_type")
        }
    }

    /// nil when absent or empty.
    func string(_ name: String) -> String? {
        switch values[name] {
        case .string(let text): text.isEmpty ? nil : text
        case .int(let number): String(number)
        case .double(let number): String(number)
        default: nil
        }
    }

    func required(_ name: String) throws(SlackRefusal) -> String {
        guard let value = string(name) else { throw .missing(name) }
        return value
    }

    func int(_ name: String) -> Int? { values[name]?.int ?? values[name]?.string.flatMap { Int($0) } }

    func bool(_ name: String) -> Bool {
        values[name]?.bool ?? values[name]?.string.map { ["true", "1"].contains($0) } ?? false
    }

    /// A structured argument; refused with `error` where its text is not JSON.
    func json(_ name: String, else error: String) throws(SlackRefusal) -> JSONValue? {
        switch values[name] {
        case nil, .null: return nil
        case .string(let text):
            if text.isEmpty { return nil }
            guard let value = try? JSONValue(parsing: Data(text.utf8)) else { throw SlackRefusal(error) }
            return value
        case let value: return value
        }
    }
}
