import CloudTrailCore
import FoundationEssentials

/// What is asked before a risk is accepted or a ticket opened.
extension CommandRunner {
    /// nil where it may be done at once: it was asked, or it was typed in full, with nothing to guess.
    func question(about command: Command, _ consent: Consent) async throws -> Message? {
        switch (consent, command) {
        case (.unasked, .whitelistAdd(.regions(let name, let scopes), let until, let reason, _)):
            let account = try playbook.account(named: name)
            guard until == nil || reason == nil || !account.isNamed(name) else { return nil }
            return try await acceptance(account, scopes, until, reason)
        case (.unasked, .ticket(.regions(let name, let scopes), _, _)):
            let account = try playbook.account(named: name)
            return account.isNamed(name) ? nil : try await opening(account, scopes)
        case (.shown(let shown), .whitelistAdd(.alert(let subject), let until, let reason, _)):
            return try await growth(of: subject, since: shown, until, reason)
        default: return nil
        }
    }

    /// The form of a purpose, which shows what it is about. Throws where there is nothing left to ask about.
    func form(for purpose: FormPurpose) async throws -> Form {
        guard let subject = purpose.subject else { return purpose.form(playbook) }
        var statuses = Issue.Status.unsettled
        if case .ticketAlert = purpose { statuses = Issue.Status.standing }
        let places = try await places(of: .alert(subject), statuses)
        guard !places.isEmpty else { throw Refusal("Nothing of this is in trouble any more.", usage: .issues) }
        return purpose.showing(Shown(regions: places.count, at: now())).form(playbook, about: places)
    }

    private func acceptance(
        _ account: Account, _ scopes: [RegionScope], _ deadline: Deadline?, _ reason: String?
    ) async throws -> Message {
        let until = deadline?.date(from: now())
        if let until, until <= now() {
            throw Refusal("\(Moment.text(until)) is over already.", usage: .whitelistAdd)
        }
        let targets = Command.Targets.regions(account: account.id.rawValue, scopes)
        let count = try await places(of: targets, Issue.Status.unsettled).count
        let regions = scopes.contains(.all) ? "all regions" : scopes.map(\.description).joined(separator: ", ")
        // As much as a button carries, and no more than is shown.
        let reason = reason?.shortened(to: 1000)
        let why = reason.map { "because \($0)" } ?? "without a reason"
        let text = Command.whitelistAdd(targets, until: deadline, reason: reason).typed
        let blocks: [Message.Block] = [
            .paragraph(
                "Accept this risk? \(bold: account.title), \(bold: regions), \(lasting(until)), \(why). \(counted(count, "issue")) there \(count == 1 ? "goes" : "go") quiet now, and whatever is found there later, unless it gets worse."
            ),
            .buttons([
                Button("Accept the risk", .confirmed(text), style: .danger),
                Button("Choose in a form…", form(account, scopes)),
            ]), .note("Nothing is done yet. A command with the whole name, until and because is done at once."),
        ]
        return Message(blocks)
    }

    private func lasting(_ until: Date?) -> String { until.map { "until \(Moment.end($0))" } ?? "for ever" }

    /// Which asks for the rest where the place is one.
    private func form(_ account: Account, _ scopes: [RegionScope]) -> ButtonAction {
        guard scopes.count == 1, case .region(let region) = scopes[0] else { return .ask(.whitelist) }
        return .whitelist(AccountRegion(account.id, region))
    }

    private func opening(_ account: Account, _ scopes: [RegionScope]) async throws -> Message {
        let targets = Command.Targets.regions(account: account.id.rawValue, scopes)
        guard let place = try await places(of: targets, Issue.Status.standing).first else {
            throw Refusal("There is no open issue there, in \(account.title).", usage: .issues)
        }
        let blocks: [Message.Block] = [
            .paragraph("Open a JIRA ticket for \(bold: account.title) \(code: place.region)?"),
            .buttons([
                Button("Open the ticket", .confirmed(Command.ticket(targets).typed), style: .primary),
                Button("Choose in a form…", .place(place, .ticket)),
            ]), .note("Nothing is done yet. A command with the whole name of the account is done at once."),
        ]
        return Message(blocks)
    }

    /// Asked by the chat itself, since this is more than a form was filled in for.
    private func confirmation(of risk: AlertAcceptance) -> Button.Confirmation {
        Button.Confirmation(
            title: "Accept the risk?",
            text: "Quiet \(lasting(risk.until)), unless it gets worse: \(counted(risk.shown.regions, "region")).",
            confirm: "Accept"
        )
    }

    /// A form was sent for less than its alert is about by now.
    private func growth(
        of subject: AlertSubject, since shown: Shown, _ deadline: Deadline?, _ reason: String?
    ) async throws -> Message? {
        let issues = try await playbook.issues(of: subject, in: store)
            .filter { Issue.Status.unsettled.contains($0.status) }
        guard shown.isOutgrown(by: issues) else { return nil }
        let acceptance = AlertAcceptance(
            subject: subject, shown: Shown(regions: issues.count, at: now()), until: deadline?.date(from: now()),
            reason: reason?.shortened(to: 500))
        let now: RichText = "\(bold: counted(issues.count, "region")): \(where: issues.map(\.place), playbook)"
        let blocks: [Message.Block] = [
            .paragraph(
                "Nothing was whitelisted: the alert changed while you wrote. It was about \(counted(shown.regions, "region")), and now it is about \(now). Accept the risk of all of it?"
            ),
            .buttons([
                Button(
                    issues.count == 1 ? "Accept the risk" : "Accept all \(issues.count)", .acceptAlert(acceptance),
                    style: .danger,
                    confirmation: confirmation(of: acceptance)),
                Button("Whitelist…", .alert(subject, .whitelist)),
            ]),
        ]
        return Message(blocks)
    }
}

extension Account {
    /// Whether a text is this account's id or its whole name.
    fileprivate func isNamed(_ text: String) -> Bool {
        text == id.rawValue || text.lowercased() == name?.lowercased()
    }
}

extension Command {
    /// The text that the grammar reads as this command; for those that are asked about.
    fileprivate var typed: String {
        switch self {
        case .whitelistAdd(.regions(let account, let scopes), let until, let reason, _):
            [
                "whitelist add", account, scopes.typed, until.map { "until \($0.typed)" },
                reason.map { "because \($0)" },
            ].compactMap(\.self).joined(separator: " ")
        case .ticket(.regions(let account, let scopes), _, _): "ticket \(account) \(scopes.typed)"
        default: name
        }
    }
}

extension [RegionScope] {
    fileprivate var typed: String { map(\.description).joined(separator: ",") }
}
