import CloudTrailCore

/// What was filled in, as what it means.
struct FormAnswers {
    /// The keys of fields.
    enum Field {
        static let account = "account"
        static let accounts = "accounts"
        static let regions = "regions"
        /// Regions, or all of them.
        static let scopes = "scopes"
        static let until = "until"
        static let reason = "reason"
        static let project = "project"
        static let assignee = "assignee"
        static let text = "text"
    }

    private let answers: [String: String]
    private let undone: String

    init(_ submission: FormSubmission) {
        answers = submission.answers
        undone = submission.purpose.undone
    }

    var account: String? { answers[Field.account]?.onOneLine }
    var accounts: [String] { list(Field.accounts) }
    var reason: String? { answers[Field.reason]?.onOneLine }

    var regions: [Region] {
        get throws(Refusal) {
            var regions: [Region] = []
            for name in list(Field.regions) {
                guard let region = Region(name) else { throw notARegion(name) }
                regions.append(region)
            }
            return regions
        }
    }

    var scopes: [RegionScope] {
        get throws(Refusal) {
            var scopes: [RegionScope] = []
            for name in list(Field.scopes) {
                guard let scope = RegionScope(name) else { throw notARegion(name) }
                scopes.append(scope)
            }
            guard !scopes.isEmpty else { throw Refusal("\(undone): no region was chosen.") }
            return scopes
        }
    }

    /// nil when it was left empty.
    var until: Deadline? {
        get throws(Refusal) {
            guard let text = answers[Field.until]?.onOneLine else { return nil }
            guard let deadline = Deadline(text) else {
                throw Refusal(
                    "\(undone): \(code: text.shortened(to: 40)) is no time I understand; \(code: "30d") and \(code: "2026-12-31") are."
                )
            }
            return deadline
        }
    }

    /// nil where nothing is wished for.
    var ticketWishes: TicketWishes? {
        get throws(Refusal) {
            let project = answers[Field.project]?.onOneLine?.uppercased()
            if let project, !project.isProjectKey {
                throw Refusal(
                    "\(undone): \(code: project.shortened(to: 40)) is no key of a project; they look like \(code: "SEC")."
                )
            }
            let text = answers[Field.text].flatMap { $0.onOneLine == nil ? nil : $0 }
            let wishes = TicketWishes(project: project, assignee: answers[Field.assignee]?.onOneLine, text: text)
            return wishes == TicketWishes() ? nil : wishes
        }
    }

    private func list(_ field: String) -> [String] {
        (answers[field] ?? "").split(separator: ",").compactMap { String($0).onOneLine }
    }

    private func notARegion(_ name: String) -> Refusal {
        Refusal("\(code: name.shortened(to: 40)) is not a region; they look like \(code: "eu-west-1").")
    }
}

extension String {
    /// nil when nothing but white space is left.
    fileprivate var onOneLine: String? {
        let words = split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
