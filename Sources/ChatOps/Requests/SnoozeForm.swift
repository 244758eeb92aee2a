import CloudTrailCore

/// The form that asks until when an alert is to be quiet.
struct SnoozeForm {
    let purpose: FormPurpose

    var form: Form {
        Form(
            title: "Snooze", submit: "Snooze",
            introduction:
                "All that this alert is about stays quiet until the end of that day (UTC), unless it gets worse.",
            fields: [.init(id: FormAnswers.Field.until, label: "Until when?", input: .day, isRequired: true)],
            purpose: purpose)
    }
}
