/// The form that asks what to scan.
struct ScanForm {
    let purpose: FormPurpose
    let playbook: Playbook

    var form: Form {
        Form(
            title: purpose.title, submit: "Scan",
            introduction:
                "I look at the trails of what you choose, and say what I find where you asked. Nothing is changed in AWS.",
            fields: [
                .init(
                    id: FormAnswers.Field.accounts, label: "Accounts",
                    hint: "Type a part of a name or id. None: all \(playbook.accounts.count) that are watched.",
                    input: .searchSeveral(placeholder: "All accounts", selected: []), isRequired: false),
                .init(
                    id: FormAnswers.Field.regions, label: "Regions",
                    hint: "None: all that are watched in each account.",
                    input: .searchSeveral(placeholder: "All regions", selected: []), isRequired: false),
            ], purpose: purpose)
    }
}
