import CloudTrailCore

/// The form that asks how a ticket is wanted. Sent as it is, it opens the ticket that ticket_owners.json describes.
struct TicketForm {
    let purpose: FormPurpose
    /// All that an alert is about.
    let places: RichText?
    /// Those it is about.
    let accounts: Set<AccountID>
    let playbook: Playbook

    var form: Form {
        Form(
            title: purpose.title, submit: "Open the ticket", introduction: introduction,
            fields: [
                .init(
                    id: FormAnswers.Field.project, label: "Project",
                    hint: defaults.project.map { "Nothing: \($0)." } ?? "Its key, such as SEC.",
                    input: .search(placeholder: defaults.project ?? "Which project?"),
                    isRequired: defaults.project == nil && defaults.isCertain),
                .init(
                    id: FormAnswers.Field.assignee, label: "Assignee",
                    hint: "An e-mail, a name or an id in JIRA. Nothing: \(defaults.assignee ?? "nobody").",
                    input: .text(placeholder: defaults.assignee ?? "", isMultiline: false), isRequired: false),
                .init(
                    id: FormAnswers.Field.text, label: "What should be done?",
                    hint: "It stands above what I know of the trouble.",
                    input: .text(placeholder: "", isMultiline: true), isRequired: false),
            ],
            purpose: purpose)
    }

    private var introduction: RichText {
        switch purpose {
        case .ticket(let place, _):
            "A ticket for \(bold: playbook.account(place.account).title) \(code: place.region), with all that is known of it."
        default: "One ticket for \(places ?? "all that this alert is about")."
        }
    }

    /// What nothing means; where an alert is about accounts of several owners, that is not told.
    private var defaults: (project: String?, assignee: String?, isCertain: Bool) {
        var accounts = accounts
        if case .ticket(let place, _) = purpose { accounts = [place.account] }
        let owners = accounts.sorted().map { playbook.ownership(of: $0) }
        guard let owner = owners.first,
            owners.allSatisfy({ ($0.jiraProject, $0.jiraOwner) == (owner.jiraProject, owner.jiraOwner) })
        else { return ("as ticket_owners.json says", "the same", false) }
        return (owner.jiraProject, owner.jiraOwner, true)
    }
}

extension TicketOwners {
    /// The projects that are named anywhere, in order.
    var projects: [String] {
        let units = businessUnits.values.flatMap { [$0.level] + $0.products.values }
        return Set(([global] + accounts.values + units).compactMap(\.jiraProject)).sorted()
    }
}

extension String {
    /// Whether a tracker's project may be called so. https://confluence.atlassian.com/adminjiraserver/changing-the-project-key-format-938847081.html
    var isProjectKey: Bool {
        guard let first = unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return utf8.count <= 255
            && unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789_".unicodeScalars.contains($0))
            }
    }
}
