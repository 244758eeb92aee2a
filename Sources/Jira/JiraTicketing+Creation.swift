import ChatOps
import CloudTrailCore
import Networking

extension JiraTicketing {
    func findOrCreate(_ draft: TicketDraft, _ api: JiraAPI) async throws(JiraFailure) -> CreatedTicket {
        memory.begin(draft.identity, lastAttempt: draft.lastAttempt, at: now())
        if let ticket = try await existing(draft, api) {
            return await finish(ticket, draft, api, keepsAssignee: ticket.assigneeID != nil)
        }
        guard !memory.isUncertain(draft.identity, at: now()) else { throw .uncertainCreation }
        let (key, isNew, epicLink, warnings) = try await create(draft, api)
        // The ticket is there now: nothing that fails from here on may be an error.
        let ticket = (try? await api.ticket(key, epicLink: epicLink)) ?? JiraTicketState(key: key)
        var created = await finish(ticket, draft, api, keepsAssignee: false)
        created.warnings = warnings + created.warnings
        created.isNew = isNew
        return created
    }

    /// The ticket remembered or labelled; a deleted one may still be remembered and found.
    private func existing(_ draft: TicketDraft, _ api: JiraAPI) async throws(JiraFailure) -> JiraTicketState? {
        var keys = [memory.key(for: draft.identity)].compactMap { $0 }
        if let key = keys.first {
            if let ticket = try await api.ticket(key) { return ticket }
            memory.forget(draft.identity, at: now())
        }
        keys = try await api.keys(labelled: draft.identityLabel)
        guard !keys.isEmpty else { return nil }
        let epicLink = try await epicLink(for: draft, api)
        for key in keys {
            if let ticket = try await api.ticket(key, epicLink: epicLink) { return ticket }
        }
        return nil
    }

    /// Asked for only where a ticket's epic is to be seen by it.
    private func epicLink(for draft: TicketDraft, _ api: JiraAPI) async throws(JiraFailure) -> String? {
        guard draft.parent != nil, options.parentage == .epic, api.deployment == .dataCenter else { return nil }
        return try await api.createScreen(project: draft.project, type: draft.issueType).epicLink
    }

    private func create(
        _ draft: TicketDraft, _ api: JiraAPI
    ) async throws(JiraFailure) -> (key: String, isNew: Bool, epicLink: String?, warnings: [String]) {
        let screen = try await screen(for: draft, api)
        let description = JiraText(draft, for: api.deployment, limit: options.textLimit)
        let parent = draft.parent.flatMap { JiraParentField($0, as: options.parentage, screen, api.deployment) }
        var fields = JiraTicketFields(
            draft, screen: screen, options: options, description: description.value, parent: parent)
        let (key, isNew): (String, Bool)
        do {
            (key, isNew) = try await create(fields, draft, api)
        } catch let error where error.status == 400 {
            // JIRA names a refused parent in two ways.
            let refused = error.answer.fields.keys.map { $0 == "parentId" ? "parent" : $0 }
            guard fields.leaveOut(refused) else { throw error }
            (key, isNew) = try await create(fields, draft, api)
        }
        guard !fields.leftOut.isEmpty else { return (key, isNew, screen.epicLink, []) }
        let names = fields.leftOut.joined(separator: ", ")
        let warning =
            "JIRA does not take these fields for a \(draft.issueType) in \(draft.project), so they are missing: \(names)."
        return (key, isNew, screen.epicLink, [warning])
    }

    private func screen(for draft: TicketDraft, _ api: JiraAPI) async throws(JiraFailure) -> JiraCreateScreen {
        var isSubtask = false
        if options.parentage == .subtask, let parent = draft.parent {
            isSubtask = try await api.canHaveSubtasks(parent, in: draft.project)
        }
        return try await api.createScreen(project: draft.project, type: draft.issueType, asSubtask: isSubtask)
    }

    /// Creates once; when the answer is lost, one look for the label tells whether there is a ticket already.
    private func create(
        _ fields: JiraTicketFields, _ draft: TicketDraft, _ api: JiraAPI
    ) async throws(JiraFailure) -> (key: String, isNew: Bool) {
        do {
            let key = try await api.create(fields)
            memory.created(key, for: draft.identity, at: now())
            return (key, true)
        } catch let error where error.mayHaveBeenDone {
            memory.lostAnswer(for: draft.identity, at: now())
            guard let key = try? await api.keys(labelled: draft.identityLabel).first else { throw error }
            memory.created(key, for: draft.identity, at: now())
            return (key, false)
        }
    }

    private func finish(
        _ ticket: JiraTicketState, _ draft: TicketDraft, _ api: JiraAPI, keepsAssignee: Bool
    ) async -> CreatedTicket {
        var assigneeID = ticket.assigneeID
        var warnings: [String] = []
        if JiraText(draft, for: api.deployment, limit: options.textLimit).isCut {
            let file = JiraFile(name: "trailwatch.txt", text: PlainText.render(draft.description))
            warnings.append("The description is longer than JIRA takes: the whole of it is attached as \(file.name).")
            warnings += await api.attach(file, to: ticket)
        }
        if let wanted = draft.assignee, !keepsAssignee {
            switch await api.assign(ticket, toPersonCalled: wanted, project: draft.project) {
            case .done(let id): assigneeID = id
            case .failed(let warning): warnings.append(warning)
            }
        }
        if let parent = draft.parent { warnings += await join(ticket, to: parent, api) }
        warnings += await api.addWatchers(options.watchers, to: ticket.key)
        let url = api.client.address.link(to: ticket.key)
        return CreatedTicket(ticket: Ticket(key: ticket.key, url: url, assigneeID: assigneeID), warnings: warnings)
    }

    /// A ticket that could not be put under its parent is linked to it.
    private func join(_ ticket: JiraTicketState, to parent: String, _ api: JiraAPI) async -> [String] {
        guard ticket.parentKey?.lowercased() != parent.lowercased() else { return [] }
        let warnings = await api.link(ticket, toParent: parent)
        switch options.parentage {
        case .relates: return warnings
        case .subtask: return ["The ticket cannot be a sub-task of \(parent), so it is linked instead."] + warnings
        case .epic: return ["The ticket cannot be put into the epic \(parent), so it is linked instead."] + warnings
        }
    }
}

extension JiraText {
    fileprivate init(_ draft: TicketDraft, for deployment: JiraDeployment, limit: Int) {
        self.init(
            draft.description, ending: [UpdateMark.of(draft.updateIDs).map(UpdateMark.block)].compactMap { $0 },
            for: deployment, limit: limit)
    }
}

extension JiraFailure {
    fileprivate static let uncertainCreation = JiraFailure(
        code: .unavailable,
        message:
            "JIRA has not said whether it created the ticket, and its search needs minutes to show one: try again later"
    )
}
