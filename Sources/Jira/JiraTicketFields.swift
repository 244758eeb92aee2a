import ChatOps
import CloudTrailCore
import Networking

/// The body that creates a ticket, and what had to be left out of it.
struct JiraTicketFields: Sendable, Equatable {
    private let required: [String: JSONValue]
    private var optional: [String: JSONValue]
    private let screen: JiraCreateScreen
    private let property: JSONValue
    /// The names of fields that were left out, in order.
    private(set) var leftOut: [String] = []

    init(
        _ draft: TicketDraft, screen: JiraCreateScreen, options: JiraTicketOptions, description: JSONValue,
        parent: JiraParentField? = nil
    ) {
        self.screen = screen
        required = [
            "project": ["key": .string(draft.project)], "issuetype": ["id": .string(screen.typeID)],
            "summary": .string(draft.summary.onOneLine.cut(to: 255)),
        ]
        let own = draft.identityLabel
        let labels = [own] + draft.labels.map(\.asLabel).filter { !$0.isEmpty && $0 != own }
        optional = ["description": description, "labels": .array(labels.map(JSONValue.string))]
        property = ["key": "trailwatch", "value": ["identity": .string(draft.identity)]]
        if let priority = draft.gravest.flatMap({ options.priorities[$0] }) {
            optional["priority"] = ["name": .string(priority)]
        }
        if !options.components.isEmpty {
            optional["components"] = .array(options.components.map { ["name": .string($0)] })
        }
        for (name, value) in options.customFields { optional[screen.id(of: name)] = value }
        if let parent { optional[parent.id] = parent.value }
        leaveOut(optional.keys.filter { !screen.mayHave($0) })
    }

    var body: JSONValue {
        ["fields": .object(required.merging(optional) { own, _ in own }), "properties": [property]]
    }

    /// Leaves out those of the named fields that may be missing, never one that JIRA insists on; false when that changes
    /// nothing.
    @discardableResult
    mutating func leaveOut(_ ids: some Sequence<String>) -> Bool {
        let ids = Set(ids).filter { optional[$0] != nil && !screen.insists(on: $0) }
        for id in ids { optional[id] = nil }
        leftOut = (leftOut + ids.map(screen.name)).sorted()
        return !ids.isEmpty
    }
}

extension String {
    /// A label holds no blanks, and at most 255 characters.
    var asLabel: String {
        split(whereSeparator: \.isWhitespace).joined(separator: "-").cut(to: 255)
    }
}
