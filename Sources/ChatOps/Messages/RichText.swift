/// Text in runs of one style each. Nothing in a run is markup, whatever it contains.
public struct RichText: Hashable, Sendable, ExpressibleByStringInterpolation {
    public enum Run: Hashable, Sendable {
        case plain(String)
        case bold(String)
        case code(String)
        case link(String, url: String)
        /// A mention of a person, who is notified by it.
        case person(PersonID)
        /// Where something was said, by the chat's id.
        case channel(String)

        /// What stands for it where nobody knows the chat's people and channels.
        public var plain: String {
            switch self {
            case .plain(let text), .bold(let text), .code(let text), .link(let text, _): text
            case .person(let id): "@\(id.rawValue)"
            case .channel(let id): id
            }
        }
    }

    public var runs: [Run]

    public init(_ runs: [Run]) {
        self.runs = runs
    }

    public init(stringLiteral value: String) {
        runs = [.plain(value)]
    }

    /// The text without styles; people and channels read as their ids.
    public var plain: String { runs.map(\.plain).joined() }

    public static func + (left: RichText, right: RichText) -> RichText {
        RichText(left.runs + right.runs)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var runs: [Run] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { runs.append(.plain(literal)) }
        }

        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendLiteral(value.description)
        }

        public mutating func appendInterpolation(bold value: some CustomStringConvertible) {
            runs.append(.bold(value.description))
        }

        public mutating func appendInterpolation(code value: some CustomStringConvertible) {
            runs.append(.code(value.description))
        }

        public mutating func appendInterpolation(link text: String, _ url: String) {
            runs.append(.link(text, url: url))
        }

        public mutating func appendInterpolation(person id: PersonID) {
            runs.append(.person(id))
        }

        public mutating func appendInterpolation(channel id: String) {
            runs.append(.channel(id))
        }

        /// Somebody as they are told of issues: a person's id is a mention.
        mutating func appendInterpolation(recipient: String) {
            let isID =
                recipient.utf8.count > 6
                && recipient.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
            if isID, recipient.hasPrefix("U") || recipient.hasPrefix("W") {
                runs.append(.person(PersonID(rawValue: recipient)))
            } else {
                appendLiteral(recipient)
            }
        }

        public mutating func appendInterpolation(_ text: RichText) {
            runs += text.runs
        }
    }

    public init(stringInterpolation: StringInterpolation) {
        runs = stringInterpolation.runs
    }
}
