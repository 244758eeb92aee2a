import CloudTrailCore

/// What people can do from an alert.
struct AlertButtons {
    let alert: AlertMessage

    var blocks: [Message.Block] {
        let statuses = Set(alert.standing.map(\.status))
        guard !statuses.isDisjoint(with: Issue.Status.unsettled) else { return [] }
        var buttons = [Button("Scan again", act(.scan), style: .primary)]
        if statuses.contains(.open) || statuses.contains(.snoozed) {
            buttons.append(Button("I'm on it", act(.acknowledge)))
        }
        if statuses.contains(.acknowledged) || statuses.contains(.snoozed) {
            buttons.append(Button("Give back", act(.release)))
        }
        if statuses != [.snoozed] { buttons.append(Button("Snooze 1 day", act(.snooze))) }
        buttons.append(Button("Whitelist…", act(.whitelist)))
        if alert.playbook.tickets != nil, alert.standing.contains(where: { $0.ticket.ticket == nil }) {
            buttons.append(openTicket)
        }
        return [.buttons(buttons)] + exception
    }

    private func act(_ act: AlertAct) -> ButtonAction { .alert(alert.subject, act) }

    private var openTicket: Button {
        let places = alert.standing.map(\.place)
        let what =
            places.count == 1
            ? "\(alert.playbook.account(places[0].account).title), \(places[0].region)"
            : counted(places.count, "region")
        let question = Button.Confirmation(title: "Open a JIRA ticket?", text: "For \(what).", confirm: "Open it")
        return Button("Open ticket", act(.ticket), confirmation: question)
    }

    private var exception: [Message.Block] {
        alert.playbook.whitelistingProcedureURL.map { [.note("\(link: "How to get an exception", $0)")] } ?? []
    }
}
