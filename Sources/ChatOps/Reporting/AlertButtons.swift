import CloudTrailCore

/// What people can do from an alert.
struct AlertButtons {
    let alert: AlertMessage

    var blocks: [Message.Block] {
        let buttons = ActButtons(issues: alert.standing, playbook: alert.playbook) { .alert(alert.subject, $0) }
        return buttons.blocks.isEmpty ? [] : buttons.blocks + exception
    }

    private var exception: [Message.Block] {
        alert.playbook.whitelistingProcedureURL.map { [.note("\(link: "How to get an exception", $0)")] } ?? []
    }
}

/// The buttons that act on issues in trouble, as far as each makes sense as they stand.
struct ActButtons {
    let issues: [Issue]
    let playbook: Playbook
    let action: (AlertAct) -> ButtonAction

    /// None where there is nothing to do any more, or all is accepted.
    var all: [Button] {
        let statuses = Set(issues.map(\.status))
        guard !statuses.isDisjoint(with: Issue.Status.unsettled) else { return [] }
        var buttons = [Button("Scan again", action(.scan), style: .primary)]
        if statuses.contains(.open) || statuses.contains(.snoozed) {
            buttons.append(Button("I'm on it", action(.acknowledge)))
        }
        if statuses.contains(.acknowledged) || statuses.contains(.snoozed) {
            buttons.append(Button("Give back", action(.release)))
        }
        buttons.append(Button("Whitelist…", action(.whitelist)))
        if playbook.tickets != nil, issues.contains(where: { $0.ticket.ticket == nil }) {
            buttons.append(Button("Open ticket…", action(.ticket)))
        }
        buttons.append(Button("What is this?", action(.explain)))
        return buttons
    }

    /// The buttons, and what can be chosen beside them.
    var blocks: [Message.Block] {
        let buttons = all
        return buttons.isEmpty ? [] : [.buttons(buttons), .menus([snooze, assign], of: action(.snooze))]
    }

    private var snooze: Menu {
        let choices = [
            FormChoice(value: "4h", label: "Snooze for 4 hours"), FormChoice(value: "1d", label: "Snooze for 1 day"),
            FormChoice(value: "7d", label: "Snooze for 7 days"),
            FormChoice(value: AlertMenu.until, label: "Snooze until…"),
        ]
        return Menu(field: AlertMenu.snooze, label: "Snooze…", choices: .these(choices))
    }

    private var assign: Menu { Menu(field: AlertMenu.assign, label: "Assign to…", choices: .people) }
}
