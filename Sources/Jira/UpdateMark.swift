import ChatOps
import Cryptography
import Networking

/// The line at the end of a text by which an update is known to be made.
enum UpdateMark {
    private static let words = "Trailwatch update "

    static func block(_ mark: String) -> Message.Block { .note("\(words)\(mark)") }

    /// The id itself; of several, however many, their number and a hash. nil of none.
    static func of(_ ids: [String]) -> String? {
        ids.count > 1 ? "\(ids.count)-\(SHA256.hash(ids.sorted().joined(separator: " ")).hex.prefix(32))" : ids.first
    }

    /// The marks in a description or comment, an Atlassian document or wiki markup.
    static func ids(in text: JSONValue) -> [String] {
        plain(text).split(separator: words, omittingEmptySubsequences: false).dropFirst().map { rest in
            String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "/-@.".contains($0)) })
        }
    }

    private static func plain(_ text: JSONValue) -> String {
        switch text {
        case .string(let text): text
        case .object(let node): (node["text"]?.string ?? "") + (node["content"].map(plain) ?? "")
        // Between paragraphs, so that no id runs into the next text.
        case .array(let nodes): nodes.map(plain).joined(separator: " ")
        default: ""
        }
    }
}
