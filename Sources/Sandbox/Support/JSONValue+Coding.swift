import FoundationEssentials
import Networking

extension JSONValue {
    /// Reads a JSON document; throws `DecodingError` where it is none.
    init(parsing data: Data) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: data)
    }

    /// The document in its shortest form, keys sorted.
    var encoded: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for numbers JSON cannot write, and none of the doubles makes one.
        return (try? encoder.encode(self)) ?? Data("null".utf8)
    }

    /// The document as a file for people.
    var pretty: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return (try? encoder.encode(self)) ?? Data("null".utf8)
    }

    /// RFC 7396: members of the patch replace ours, null removes them.
    func merged(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = object ?? [:]
        for (key, change) in changes {
            if change == .null {
                members.removeValue(forKey: key)
            } else {
                members[key] = (members[key] ?? .null).merged(with: change)
            }
        }
        return .object(members)
    }

    func decoded<T: Decodable>(as type: T.Type) throws -> T {
        try JSONDecoder().decode(type, from: encoded)
    }

    /// The members of both objects; the other's win.
    func adding(_ other: JSONValue) -> JSONValue {
        .object((object ?? [:]).merging(other.object ?? [:]) { $1 })
    }

    /// An object without the members that are nil. `nil` may have been read as a JSON null, so those are left out, too.
    static func members(_ members: [String: JSONValue?]) -> JSONValue {
        .object(members.compactMapValues { $0 == .null ? nil : $0 })
    }
}

enum JSONCoding {
    static func encode(_ value: some Encodable) throws -> Data {
        try JSONEncoder().encode(value)
    }
}
