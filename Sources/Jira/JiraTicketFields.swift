import ChatOps
import Networking

/// The body that creates a ticket, and what had to be left out of it.
struct JiraTicketFields: Sendable, Equatable {
    private let required: [String: JSONValue]
    private var optional: [String: JSONValue]
    /// What JIRA insists on, so that it is never left out.
    private let insisted: Set<String>
    private let property: JSONValue
    /// The names of fields that were left out, in order.
    private(set) var leftOut: [String] = []

    init(_ draft: TicketDraft, screen: JiraCreateScreen, description: JSONValue) {
        required = [
            "project": ["key": .string(draft.project)], "issuetype": ["id": .string(screen.typeID)],
            "summary": .string(draft.summary.onOneLine.cut(to: 255)),
        ]
        let labels = [draft.identity] + draft.labels.map(\.asLabel).filter { !$0.isEmpty && $0 != draft.identity }
        optional = ["description": description, "labels": .array(labels.map(JSONValue.string))]
        insisted = Set((screen.fields ?? [:]).filter(\.value).keys)
        property = ["key": "trailwatch", "value": ["identity": .string(draft.identity)]]
        if let fields = screen.fields { leaveOut(optional.keys.filter { fields[$0] == nil }) }
    }

    var body: JSONValue {
        ["fields": .object(required.merging(optional) { own, _ in own }), "properties": [property]]
    }

    /// Leaves out those of the named fields that may be missing; false when that changes nothing.
    @discardableResult
    mutating func leaveOut(_ names: some Sequence<String>) -> Bool {
        let names = Set(names).subtracting(insisted).filter { optional[$0] != nil }
        for name in names { optional[name] = nil }
        leftOut = (leftOut + names).sorted()
        return !names.isEmpty
    }
}

extension String {
    /// A label holds no blanks, and at most 255 characters.
    fileprivate var asLabel: String {
        split(whereSeparator: \.isWhitespace).joined(separator: "-").cut(to: 255)
    }
}
