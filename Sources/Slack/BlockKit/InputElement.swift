/// What can be filled in. https://docs.slack.dev/reference/block-kit/block-elements
///
/// Lists of options are cut at Slack's limits, and an option of the first selection that is not among them is left out.
enum InputElement: Sendable, Equatable {
    case text(placeholder: String = "", isMultiline: Bool = false)
    case select([Option], selected: Option? = nil, placeholder: String = "")
    case multiSelect([Option], selected: [Option] = [], placeholder: String = "")
    /// Its options are asked for while somebody types, `FormAssistant.choices` answers.
    case search(selected: Option? = nil, placeholder: String = "")
    case searchSeveral(selected: [Option] = [], placeholder: String = "")
    case checkboxes([Option], selected: [Option] = [])
    /// `selected` is `YYYY-MM-DD`; left out where it is not.
    case date(selected: String? = nil, placeholder: String = "")

    /// The only action of its block, which the block's id tells apart.
    static let actionID = "answer"
}

extension InputElement: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type
        case action_id
        case placeholder
        case multiline
        case max_length
        case options
        case initial_option
        case initial_options
        case initial_date
        case min_query_length
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(Self.actionID, forKey: .action_id)
        if !placeholder.isEmpty {
            try container.encode(PlainText(placeholder, limit: Limits.placeholder), forKey: .placeholder)
        }
        switch self {
        case .text(_, let isMultiline):
            try container.encode(isMultiline, forKey: .multiline)
            try container.encode(Limits.inputLength, forKey: .max_length)
        case .select(let options, let selected, _):
            let offered = try encode(options, Limits.options, in: &container)
            if let selected, offered.contains(selected) { try container.encode(selected, forKey: .initial_option) }
        case .multiSelect(let options, let selected, _):
            let offered = try encode(options, Limits.options, in: &container)
            try encode(selected: selected.filter(offered.contains), in: &container)
        case .search(let selected, _):
            try container.encode(0, forKey: .min_query_length)
            try container.encodeIfPresent(selected, forKey: .initial_option)
        case .searchSeveral(let selected, _):
            try container.encode(0, forKey: .min_query_length)
            try encode(selected: Array(selected.prefix(Limits.options)), in: &container)
        case .checkboxes(let options, let selected):
            let offered = try encode(options, Limits.checkboxes, in: &container)
            try encode(selected: selected.filter(offered.contains), in: &container)
        case .date(let selected, _):
            if let selected, Self.isDate(selected) { try container.encode(selected, forKey: .initial_date) }
        }
    }

    private func encode(
        _ options: [Option], _ limit: Int, in container: inout KeyedEncodingContainer<CodingKeys>
    ) throws -> [Option] {
        let offered = Array(options.prefix(limit))
        try container.encode(offered, forKey: .options)
        return offered
    }

    /// Slack refuses an empty list of them.
    private func encode(selected: [Option], in container: inout KeyedEncodingContainer<CodingKeys>) throws {
        if !selected.isEmpty { try container.encode(selected, forKey: .initial_options) }
    }

    private var type: String {
        switch self {
        case .text: "plain_text_input"
        case .select: "static_select"
        case .multiSelect: "multi_static_select"
        case .search: "external_select"
        case .searchSeveral: "multi_external_select"
        case .checkboxes: "checkboxes"
        case .date: "datepicker"
        }
    }

    private var placeholder: String {
        switch self {
        case .text(let text, _), .select(_, _, let text), .multiSelect(_, _, let text), .search(_, let text),
            .searchSeveral(_, let text), .date(_, let text):
            text
        case .checkboxes: ""
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return false }
        return (1...12).contains(Int(parts[1])!) && (1...31).contains(Int(parts[2])!)
    }
}
