import Networking

/// A modal answered line by line.
struct FormFilling: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        var blockID: String
        var element: JSONValue
        var label: String
        var isOptional: Bool
        /// Texts of the choices, in order; empty where one writes freely.
        var choices: [String]

        var actionID: String { element["action_id"]?.string ?? "" }
    }

    let modal: Modal
    let fields: [Field]
    private(set) var values: [String: [String: JSONValue]] = [:]
    private var answered = 0

    init(_ modal: Modal) {
        self.modal = modal
        fields = modal.inputs.map { block in
            let element = block["element"] ?? [:]
            return Field(
                blockID: block["block_id"]?.string ?? "", element: element,
                label: block["label"]?["text"]?.string ?? "", isOptional: block["optional"]?.bool ?? false,
                choices: (element["options"]?.array ?? []).map { $0["text"]?["text"]?.string ?? "" })
        }
    }

    /// The field whose answer comes next; nil when all have one.
    var next: Field? { answered < fields.count ? fields[answered] : nil }

    /// Takes the answer to `next`; a sentence where it does not fit, and the same field stays next.
    mutating func take(_ line: String) -> String? {
        guard let field = next else { return nil }
        if line.isEmpty, !field.isOptional, field.element["initial_value"] == nil { return "\(field.label) is needed." }
        guard let state = Self.state(of: field, line) else {
            return "Choose one of: \(field.choices.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", "))."
        }
        values[field.blockID, default: [:]][field.actionID] = state
        answered += 1
        return nil
    }

    private static func named(_ text: String) -> JSONValue {
        ["text": ["type": "plain_text", "text": .string(text), "emoji": true], "value": .string(text)]
    }

    /// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
    private static func state(of field: Field, _ line: String) -> JSONValue? {
        let type = field.element["type"] ?? "plain_text_input"
        let options = field.element["options"]?.array ?? []
        func option(_ word: String) -> JSONValue? {
            if let number = Int(word), options.indices.contains(number - 1) { return options[number - 1] }
            return options.first { $0["text"]?["text"]?.string?.lowercased() == word.lowercased() }
        }
        switch type.string {
        case "static_select", "radio_buttons":
            if line.isEmpty { return ["type": type, "selected_option": field.element["initial_option"] ?? .null] }
            return option(line).map { ["type": type, "selected_option": $0] }
        case "checkboxes", "multi_static_select":
            let words = line.split(separator: ",").map { String($0.drop { $0 == " " }) }
            let chosen = words.compactMap(option)
            return chosen.count == words.count ? ["type": type, "selected_options": .array(chosen)] : .none
        // What is searched is named: a terminal shows no list of it while one types.
        case "external_select":
            if line.isEmpty { return ["type": type, "selected_option": field.element["initial_option"] ?? .null] }
            return ["type": type, "selected_option": named(line)]
        case "multi_external_select":
            let initial = field.element["initial_options"]?.array ?? []
            let chosen = line.split(separator: ",").map { named(String($0.drop { $0 == " " })) }
            return ["type": type, "selected_options": .array(line.isEmpty ? initial : chosen)]
        case "datepicker":
            return [
                "type": type, "selected_date": line.isEmpty ? field.element["initial_date"] ?? .null : .string(line),
            ]
        default:
            let value = line.isEmpty ? field.element["initial_value"] ?? .null : .string(line)
            return ["type": type, "value": value]
        }
    }
}
