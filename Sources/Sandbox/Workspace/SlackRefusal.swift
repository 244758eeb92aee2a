import Networking

/// An `ok: false` answer.
struct SlackRefusal: Error, Equatable {
    var code: String
    var details: [String: JSONValue]

    init(_ code: String, _ details: [String: JSONValue] = [:]) {
        self.code = code
        self.details = details
    }

    var answer: JSONValue { JSONValue.object(details).adding(["ok": false, "error": .string(code)]) }

    /// A payload Slack's own validation refuses, with its list of reasons.
    init(_ code: String, problems: [String]) {
        self.init(
            code,
            [
                "errors": .array(problems.map(JSONValue.string)),
                "response_metadata": ["messages": .array(problems.map { .string("[ERROR] \($0)") })],
            ])
    }

    static func missing(_ argument: String) -> SlackRefusal {
        SlackRefusal("invalid_arguments", problems: ["missing required field: \(argument)"])
    }
}
