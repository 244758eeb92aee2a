/// A list to choose one of. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
struct SelectElement: Encodable, Sendable, Equatable {
    private let type: String
    let action_id: String
    let placeholder: PlainText
    let options: [Option]?
    let initial_option: Option?
    let min_query_length: Int?

    /// Cut at Slack's limit; nil without options, or with an id that Slack does not take.
    init?(id: String, label: String, options: [Option], selected: Option?) {
        guard !options.isEmpty, (1...Limits.identifier).contains(id.utf16.count) else { return nil }
        type = "static_select"
        action_id = id
        placeholder = PlainText(label, limit: Limits.placeholder)
        let offered = Array(options.prefix(Limits.options))
        self.options = offered
        initial_option = selected.flatMap { offered.contains($0) ? $0 : nil }
        min_query_length = nil
    }

    /// The people of the workspace.
    init?(peopleFor id: String, label: String) {
        guard (1...Limits.identifier).contains(id.utf16.count) else { return nil }
        type = "users_select"
        action_id = id
        placeholder = PlainText(label, limit: Limits.placeholder)
        (options, initial_option, min_query_length) = (nil, nil, nil)
    }

    /// Its options are asked for while somebody types.
    init?(id: String, label: String, selected: Option?) {
        guard (1...Limits.identifier).contains(id.utf16.count) else { return nil }
        type = "external_select"
        action_id = id
        placeholder = PlainText(label, limit: Limits.placeholder)
        options = nil
        initial_option = selected
        min_query_length = 0
    }
}
