import CloudTrailCore

/// The form that asks until when an alert, or one issue, is to be quiet.
struct SnoozeForm {
    let purpose: FormPurpose
    let playbook: Playbook

    var form: Form {
        Form(
            title: "Snooze", submit: "Snooze",
            introduction: "\(what) stays quiet until the end of that day (UTC), unless it gets worse.",
            fields: [.init(id: FormAnswers.Field.until, label: "Until when?", input: .day, isRequired: true)],
            purpose: purpose)
    }

    private var what: String {
        guard case .snooze(let place, _) = purpose else { return "All that this alert is about" }
        return "\(playbook.account(place.account).title) \(place.region)"
    }
}
