import CloudTrailCore

/// The form that asks why a risk is acceptable, and until when; and what, where no button said it.
struct WhitelistForm {
    let purpose: FormPurpose
    /// All that an alert is about.
    let places: RichText?
    let playbook: Playbook

    var form: Form {
        Form(
            title: purpose.title, submit: "Accept the risk", introduction: introduction,
            fields: target + [reason, until],
            purpose: purpose)
    }

    private var target: [Form.Field] {
        guard case .whitelistChosen = purpose else { return [] }
        return [
            .init(
                id: FormAnswers.Field.account, label: "Account", hint: "Type a part of its name or id.",
                input: .search(placeholder: "Which account?"), isRequired: true),
            .init(
                id: FormAnswers.Field.scopes, label: "Regions",
                input: .searchSeveral(placeholder: "Which regions?", selected: []), isRequired: true),
        ]
    }

    private var reason: Form.Field {
        .init(
            id: FormAnswers.Field.reason, label: "Why is this acceptable?", placeholder: "Who agreed, and to what",
            isMultiline: true, isRequired: true)
    }

    private var until: Form.Field {
        .init(
            id: FormAnswers.Field.until, label: "Until when?", hint: "To the end of that day, UTC. Nothing: for ever.",
            input: .day, isRequired: false)
    }

    private var introduction: RichText {
        switch purpose {
        case .whitelist(let place, _):
            "Issues of \(bold: playbook.account(place.account).title) in \(code: place.region) stay quiet until the entry ends or is removed, unless they get worse."
        case .whitelistAlert:
            "\(places ?? "All that this alert is about"). It stays quiet until the entries end or are removed, unless it gets worse."
        case .whitelistChosen, .scan, .ticket, .ticketAlert, .snooze, .snoozeAlert:
            "Issues there stay quiet until the entry ends or is removed, unless they get worse."
        }
    }
}
