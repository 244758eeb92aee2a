import ChatOps
import Networking

/// Makes one update. Labels and standing come first, the comment with its mark last: where the mark is, everything is done.
struct JiraUpdating: Sendable {
    let api: JiraAPI
    let options: JiraTicketOptions

    func make(_ update: TicketUpdate, on key: String) async throws(JiraFailure) -> TicketUpdateOutcome {
        guard let ticket = try await api.progress(of: key) else { throw .gone(key) }
        if ticket.tells(update) { return .madeBefore }
        var warnings = try await changeLabels(update, ticket.key)
        var comment = update.comment
        if let standing = update.standing, ticket.standing != standing {
            switch try await move(ticket, to: standing, update) {
            case .moved(let tookComment):
                if tookComment { return .made(warnings: warnings) }
            case .stays(let reason):
                warnings.append(reason)
                comment.append(.paragraph("\(reason)"))
            }
        }
        try await api.comment(text(comment, update), on: ticket.key)
        return .made(warnings: warnings)
    }

    private func changeLabels(_ update: TicketUpdate, _ key: String) async throws(JiraFailure) -> [String] {
        let changes =
            update.addedLabels.sorted().map { JSONValue.object(["add": .string($0.asLabel)]) }
            + update.removedLabels.sorted().map { ["remove": .string($0.asLabel)] }
        guard !changes.isEmpty else { return [] }
        do {
            try await api.edit(key, ["labels": .array(changes)])
            return []
        } catch let error where error.status == 400 {
            return ["The labels of \(key) are not changed: \(error.message)."]
        }
    }

    private enum Move {
        case moved(tookComment: Bool)
        /// With a sentence for people.
        case stays(reason: String)
    }

    /// Twice, for somebody else may change the ticket in the same moment.
    private func move(
        _ ticket: JiraProgress, to standing: TicketUpdate.Standing, _ update: TicketUpdate
    ) async throws(JiraFailure) -> Move {
        do {
            return try await moveOnce(ticket, to: standing, update)
        } catch let error where error.status == 409 {
            guard let ticket = try await api.progress(of: ticket.key) else { throw .gone(ticket.key) }
            if ticket.standing == standing { return .moved(tookComment: ticket.tells(update)) }
            return try await moveOnce(ticket, to: standing, update)
        }
    }

    private func moveOnce(
        _ ticket: JiraProgress, to standing: TicketUpdate.Standing, _ update: TicketUpdate
    ) async throws(JiraFailure) -> Move {
        let deed = standing == .done ? "close" : "reopen"
        let assignee = ticket.assigneeID.map { JSONValue.object([api.deployment.personKey: .string($0)]) }
        guard
            let transition = JiraTransition(
                to: standing, among: try await api.transitions(of: ticket.key), options: options, assignee: assignee)
        else {
            return .stays(
                reason:
                    "JIRA offers no transition that would \(deed) the ticket from \(ticket.status), or one that asks for fields I cannot fill: please \(deed) it by hand."
            )
        }
        do {
            let comment = text(update.comment, update)
            // Not `? comment : nil`, which would be JSON's null.
            try await api.transit(ticket.key, by: transition, comment: transition.takesComment ? comment : .none)
            return .moved(tookComment: transition.takesComment)
        } catch let error where error.status == 400 || error.status == 403 {
            return .stays(
                reason: "JIRA did not let me \(deed) the ticket (\(error.message)): please \(deed) it by hand.")
        }
    }

    private func text(_ blocks: [Message.Block], _ update: TicketUpdate) -> JSONValue {
        let mark = UpdateMark.of(update.ids).map(UpdateMark.block)
        return JiraText(blocks, ending: [mark].compactMap { $0 }, for: api.deployment, limit: options.textLimit).value
    }
}

extension JiraProgress {
    fileprivate func tells(_ update: TicketUpdate) -> Bool { UpdateMark.of(update.ids).map(updates.contains) ?? false }
}

extension JiraAPI {
    func edit(_ key: String, _ update: JSONValue) async throws(JiraFailure) {
        _ = try await send(JiraCall(method: .put, path: ["issue", key], body: ["update": update]))
    }

    func comment(_ text: JSONValue, on key: String) async throws(JiraFailure) {
        _ = try await send(
            JiraCall(method: .post, path: ["issue", key, "comment"], body: ["body": text], isRepeatable: false))
    }

    func transitions(of key: String) async throws(JiraFailure) -> [JSONValue] {
        let call = JiraCall.get("issue", key, "transitions", query: [("expand", "transitions.fields")])
        guard let transitions = try await send(call)["transitions"]?.array else { throw .unreadable(200) }
        return transitions
    }

    func transit(_ key: String, by transition: JiraTransition, comment: JSONValue?) async throws(JiraFailure) {
        var body: [String: JSONValue] = ["transition": ["id": .string(transition.id)]]
        if !transition.fields.isEmpty { body["fields"] = .object(transition.fields) }
        if let comment { body["update"] = ["comment": [["add": ["body": comment]]]] }
        _ = try await send(
            JiraCall(method: .post, path: ["issue", key, "transitions"], body: .object(body), isRepeatable: false))
    }
}

extension JiraFailure {
    fileprivate static func gone(_ key: String) -> JiraFailure {
        JiraFailure(
            code: .notFound, message: "JIRA has no ticket \(key), or the bot's account may not see it", status: 404)
    }
}
