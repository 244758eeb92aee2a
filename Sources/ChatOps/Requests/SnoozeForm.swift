import CloudTrailCore

/// The form that asks until when an alert, or one issue, is to be quiet.
struct SnoozeForm {
    let purpose: FormPurpose
    /// All that it is about.
    let places: RichText?

    var form: Form {
        Form(
            title: purpose.title, submit: "Snooze",
            introduction:
                "\(places ?? "All that this alert is about"). It stays quiet until the end of that day (UTC), unless it gets worse.",
            fields: [.init(id: FormAnswers.Field.until, label: "Until when?", input: .day, isRequired: true)],
            purpose: purpose)
    }
}
