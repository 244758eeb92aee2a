import Networking

extension BlockRules {
    /// Interactive elements: https://docs.slack.dev/reference/block-kit/block-elements
    mutating func element(_ element: JSONValue, _ at: String) {
        if let id = element["action_id"] { length(id, 1...255, at + "/action_id") }
        if let confirm = element["confirm"] { confirmation(confirm, at + "/confirm") }
        if let placeholder = element["placeholder"] { text(placeholder, 1...150, at + "/placeholder", plain: true) }
        switch element["type"]?.string {
        case "button": button(element, at)
        case "static_select", "multi_static_select": options(element, 100, at)
        case "overflow": options(element, 5, at)
        case "radio_buttons", "checkboxes": options(element, 10, at)
        case "image": length(element["alt_text"], 1...2000, at + "/alt_text")
        case "plain_text_input": textInput(element, at)
        case "datepicker": date(element["initial_date"], at + "/initial_date")
        case "external_select", "multi_external_select", "users_select", "multi_users_select",
            "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select",
            "timepicker", "datetimepicker", "number_input", "email_text_input", "url_text_input",
            "rich_text_input", "file_input":
            break
        case let type?: refuse("unsupported type: \(type)", at + "/type")
        case nil: refuse("missing required field: type", at)
        }
    }

    private mutating func button(_ button: JSONValue, _ at: String) {
        text(button["text"], 1...75, at + "/text", plain: true)
        if let value = button["value"] { length(value, 1...2000, at + "/value") }
        if let url = button["url"] { length(url, 1...3000, at + "/url") }
        if let style = button["style"]?.string, !["primary", "danger"].contains(style) {
            refuse("must be a valid enum value", at + "/style")
        }
    }

    private mutating func textInput(_ input: JSONValue, _ at: String) {
        if let longest = input["max_length"]?.int, !(1...3000).contains(longest) {
            refuse("must be between 1 and 3000", at + "/max_length")
        }
        if let value = input["initial_value"] { length(value, 0...3000, at + "/initial_value") }
    }

    private mutating func date(_ value: JSONValue?, _ at: String) {
        guard let text = value?.string else { return }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.map(\.count) != [4, 2, 2] || !parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) {
            refuse("must be a date in the form YYYY-MM-DD", at)
        }
    }

    private mutating func options(_ element: JSONValue, _ maximum: Int, _ at: String) {
        if element["option_groups"] != nil { return }
        for (index, option) in items(element["options"], 1...maximum, at + "/options").enumerated() {
            text(option["text"], 1...75, "\(at)/options/\(index)/text")
            length(option["value"], 1...75, "\(at)/options/\(index)/value")
        }
    }

    private mutating func confirmation(_ confirm: JSONValue, _ at: String) {
        text(confirm["title"], 1...100, at + "/title", plain: true)
        text(confirm["text"], 1...300, at + "/text")
        text(confirm["confirm"], 1...30, at + "/confirm", plain: true)
        text(confirm["deny"], 1...30, at + "/deny", plain: true)
    }

    /// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    mutating func richText(_ block: JSONValue, _ at: String) {
        for (index, part) in items(block["elements"], 1...1000, at + "/elements").enumerated() {
            let place = "\(at)/elements/\(index)"
            switch part["type"]?.string {
            case "rich_text_section", "rich_text_preformatted", "rich_text_quote": leaves(part, place)
            case "rich_text_list":
                if !["bullet", "ordered"].contains(part["style"]?.string ?? "") {
                    refuse("must be a valid enum value", place + "/style")
                }
                for (row, item) in items(part["elements"], 1...1000, place + "/elements").enumerated() {
                    leaves(item, "\(place)/elements/\(row)")
                }
            case let type: refuse("unsupported type: \(type ?? "none")", place + "/type")
            }
        }
    }

    private mutating func leaves(_ part: JSONValue, _ at: String) {
        for (index, leaf) in items(part["elements"], 0...1000, at + "/elements").enumerated() {
            let place = "\(at)/elements/\(index)"
            switch leaf["type"]?.string {
            case "text": length(leaf["text"], 1...100_000, place + "/text")
            case "link": length(leaf["url"], 1...3000, place + "/url")
            case "user": length(leaf["user_id"], 1...255, place + "/user_id")
            case "channel": length(leaf["channel_id"], 1...255, place + "/channel_id")
            case "usergroup": length(leaf["usergroup_id"], 1...255, place + "/usergroup_id")
            case "emoji": length(leaf["name"], 1...255, place + "/name")
            case "date", "broadcast", "color": break
            case let type: refuse("unsupported type: \(type ?? "none")", place + "/type")
            }
        }
    }
}

/// What Slack refuses in a modal or an App Home: https://docs.slack.dev/reference/views
enum ViewRules {
    static func problems(in view: JSONValue) -> [String] {
        var rules = BlockRules()
        switch view["type"]?.string {
        case "home": break
        case "modal": rules.text(view["title"], 1...24, "/view/title", plain: true)
        default: rules.refuse("must be modal or home", "/view/type")
        }
        for key in ["submit", "close"] {
            if let value = view[key] { rules.text(value, 1...24, "/view/\(key)", plain: true) }
        }
        if let value = view["private_metadata"] { rules.length(value, 0...3000, "/view/private_metadata") }
        if let value = view["callback_id"] { rules.length(value, 0...255, "/view/callback_id") }
        let blocks = view["blocks"]?.array ?? []
        if view["blocks"]?.array == nil { rules.refuse("missing required field: blocks", "/view") }
        if blocks.contains(where: { $0["type"]?.string == "input" }), view["submit"] == nil {
            rules.refuse("missing required field: submit", "/view")
        }
        for (index, block) in blocks.enumerated() where block["type"]?.string == "table" {
            rules.refuse("unsupported type: table", "/view/blocks/\(index)/type")
        }
        return rules.problems + BlockRules.problems(in: blocks, on: .view)
    }
}
