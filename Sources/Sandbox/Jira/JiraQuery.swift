import Networking

/// The little of JQL that a bot needs: `field = value` and `field in (…)`, joined by AND; ORDER BY is accepted.
struct JiraQuery: Sendable, Equatable {
    struct Clause: Sendable, Equatable {
        var field: String
        var values: [String]
        var isNegated: Bool
    }

    private(set) var clauses: [Clause] = []

    init(_ text: String) throws(JiraRefusal) {
        var tokens = Self.tokens(text)[...]
        while let field = tokens.popFirst() {
            if field.lowercased() == "order" { break }
            clauses.append(try Self.clause(field.lowercased(), &tokens))
            guard let joint = tokens.first else { break }
            if joint.lowercased() == "order" { break }
            guard joint.lowercased() == "and" else { throw Self.error(joint) }
            tokens.removeFirst()
        }
    }

    func matches(_ issue: JiraIssue) -> Bool {
        clauses.allSatisfy { clause in
            let present =
                switch clause.field {
                case "labels": issue.labels
                case "project": [issue.project]
                case "statuscategory": [issue.fields["status"]?["statusCategory"]?["name"]?.string ?? ""]
                default: [issue.key]
                }
            let found = present.contains { value in clause.values.contains { $0.lowercased() == value.lowercased() } }
            return found != clause.isNegated
        }
    }

    private static func clause(_ field: String, _ tokens: inout ArraySlice<String>) throws(JiraRefusal) -> Clause {
        guard ["labels", "project", "key", "issuekey", "statuscategory"].contains(field) else {
            throw JiraRefusal(
                status: 400,
                messages: ["Field '\(field)' does not exist or you do not have permission to view it."])
        }
        switch tokens.popFirst()?.lowercased() {
        case "=":
            guard let value = tokens.popFirst() else { throw error("") }
            return Clause(field: field, values: [value], isNegated: false)
        case "!=":
            guard let value = tokens.popFirst() else { throw error("") }
            return Clause(field: field, values: [value], isNegated: true)
        case "in":
            guard tokens.popFirst() == "(", let end = tokens.firstIndex(of: ")") else { throw error("in") }
            let values = tokens[..<end].filter { $0 != "," }
            tokens = tokens[(end + 1)...]
            return Clause(field: field, values: Array(values), isNegated: false)
        case let other: throw error(other ?? "")
        }
    }

    private static func error(_ token: String) -> JiraRefusal {
        JiraRefusal(status: 400, messages: ["Error in the JQL Query: the token '\(token)' was not expected here."])
    }

    /// Words, quoted strings (without their quotes) and signs.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        var quote: Character?
        func isSign(_ character: Character) -> Bool { "(),".contains(character) }
        for character in text {
            if let open = quote {
                if character == open {
                    tokens.append(word)
                    (word, quote) = ("", nil)
                } else {
                    word.append(character)
                }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character.isWhitespace || isSign(character) || character == "=" {
                let negation = character == "=" && word.last == "!"
                if negation { word.removeLast() }
                if !word.isEmpty { tokens.append(word) }
                word = ""
                if character == "=" { tokens.append(negation ? "!=" : "=") }
                if isSign(character) { tokens.append(String(character)) }
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? tokens : tokens + [word]
    }
}
