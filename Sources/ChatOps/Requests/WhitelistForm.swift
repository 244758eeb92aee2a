import CloudTrailCore

/// The form that asks why a risk is acceptable, and until when.
struct WhitelistForm {
    let purpose: FormPurpose
    let playbook: Playbook

    var form: Form {
        Form(
            title: "Whitelist", submit: "Accept the risk", introduction: introduction,
            fields: [
                .init(
                    id: "reason", label: "Why is this acceptable?", placeholder: "Who agreed, and to what",
                    isMultiline: true, isRequired: true),
                .init(
                    id: "until", label: "Until when?", placeholder: "2026-12-31, 30d, or nothing for ever",
                    isRequired: false),
            ],
            purpose: purpose)
    }

    private var introduction: RichText {
        switch purpose {
        case .whitelist(let place, _):
            "Issues of \(bold: playbook.account(place.account).title) in \(code: place.region) stay quiet until the entry ends or is removed, unless they get worse."
        case .whitelistAlert:
            "All that this alert is about stays quiet until the entries end or are removed, unless it gets worse."
        }
    }

    /// What was filled in.
    struct Answers {
        private let answers: [String: String]

        init(_ submission: FormSubmission) {
            answers = submission.answers
        }

        var reason: String? { answers["reason"]?.onOneLine }

        /// nil when it was left empty.
        var until: Deadline? {
            get throws(Refusal) {
                guard let text = answers["until"]?.onOneLine else { return nil }
                guard let deadline = Deadline(text) else {
                    throw Refusal(
                        "Nothing was whitelisted: \(code: text.shortened(to: 40)) is no time I understand; \(code: "30d") and \(code: "2026-12-31") are."
                    )
                }
                return deadline
            }
        }
    }
}

extension FormPurpose {
    /// What the form is about.
    var targets: Command.Targets {
        switch self {
        case .whitelist(let place, _): Command.Targets(place)
        case .whitelistAlert(let subject, _): .alert(subject)
        }
    }

    /// Where the outcome is told.
    public var conversation: Conversation {
        switch self {
        case .whitelist(_, let conversation), .whitelistAlert(_, let conversation): conversation
        }
    }
}

extension Command.Targets {
    init(_ place: AccountRegion) {
        self = .regions(account: place.account.rawValue, [.region(place.region)])
    }
}

extension String {
    /// nil when nothing but white space is left.
    fileprivate var onOneLine: String? {
        let words = split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
