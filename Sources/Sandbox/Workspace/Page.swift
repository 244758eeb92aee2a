import FoundationEssentials
import Networking

/// One page of a listing: https://docs.slack.dev/apis/web-api/pagination
struct Page<Item> {
    var items: [Item]
    /// The cursor of the next page; empty on the last.
    var next: String

    init(
        of all: [Item], _ arguments: CallArguments, default standard: Int, maximum: Int
    ) throws(SlackRefusal) {
        let limit = arguments.int("limit") ?? standard
        guard (1...1000).contains(limit) else { throw SlackRefusal("invalid_limit") }
        let start = try Self.start(arguments.string("cursor"), all.count)
        let end = min(all.count, start + min(limit, maximum))
        items = Array(all[start..<end])
        next = end < all.count ? Data("next:\(end)".utf8).base64EncodedString() : ""
    }

    private static func start(_ cursor: String?, _ count: Int) throws(SlackRefusal) -> Int {
        guard let cursor else { return 0 }
        guard let data = Data(base64Encoded: cursor),
            let start = Int(String(decoding: data, as: UTF8.self).dropFirst("next:".count)), (0...count).contains(start)
        else { throw SlackRefusal("invalid_cursor") }
        return start
    }

    func answer(_ name: String, _ values: [JSONValue]) -> JSONValue {
        .object([name: .array(values), "response_metadata": ["next_cursor": .string(next)]])
    }
}
