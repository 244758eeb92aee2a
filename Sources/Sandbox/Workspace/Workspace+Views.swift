import FoundationEssentials
import Networking

extension Workspace {
    static let largestView = 250_000

    func openView(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let view = try checkedView(arguments)
        let person = try exchange(try arguments.required("trigger_id"))
        let modal = Modal(id: "V0\(mintNumber())", person: person, hash: mintHash(), view: view)
        modals[modal.id] = modal
        journal.append(.modalOpened(modal))
        return ["view": json(modal)]
    }

    func updateView(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let view = try checkedView(arguments)
        let known =
            arguments.string("view_id").flatMap { modals[$0] }
            ?? arguments.string("external_id").flatMap { id in
                modals.values.first { $0.view["external_id"]?.string == id }
            }
        guard let known else { throw SlackRefusal("not_found") }
        if let hash = arguments.string("hash"), hash != known.hash { throw SlackRefusal("hash_conflict") }
        return ["view": json(show(view, in: known))]
    }

    /// https://docs.slack.dev/reference/methods/views.publish#errors
    func publishHome(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        guard identity.hasHome else { throw SlackRefusal("not_enabled") }
        let person = try arguments.required("user_id")
        guard member(person) != nil else { throw SlackRefusal("user_not_found") }
        let view = try checkedView(arguments)
        guard view["type"]?.string == "home" else {
            throw SlackRefusal("invalid_arguments", problems: ["must be home [json-pointer:/view/type]"])
        }
        if let hash = arguments.string("hash"), let known = homes[person]?["hash"]?.string, hash != known {
            throw SlackRefusal("hash_conflict")
        }
        let published = view.adding(["id": .string("V0HOME\(person)"), "hash": .string(mintHash())])
        homes[person] = published
        journal.append(.homePublished(person: person, view: published))
        return ["view": published]
    }

    /// Replaces what a modal shows.
    func show(_ view: JSONValue, in modal: Modal) -> Modal {
        var changed = modal
        changed.view = view
        changed.hash = mintHash()
        modals[modal.id] = changed
        journal.append(.modalUpdated(changed))
        return changed
    }

    /// The answer to a submission travels in its acknowledgement:
    /// https://docs.slack.dev/surfaces/modals#response_actions
    func finishSubmission(of id: String, _ response: JSONValue?) {
        guard let modal = modals[id] else { return }
        switch response?["response_action"]?.string {
        case "errors":
            let errors = (response?["errors"]?.object ?? [:]).compactMapValues(\.string)
            journal.append(.modalRefused(modal, errors))
        case "update":
            _ = show(response?["view"] ?? modal.view, in: modal)
        default:
            modals[id] = nil
            journal.append(.modalClosed(modal))
        }
    }

    /// The app's answer to what was typed travels in its acknowledgement, as
    /// https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select says.
    func offer(_ response: JSONValue?, for typed: String) {
        journal.append(.suggested(response?["options"]?.array ?? [], for: typed))
    }

    /// The view object of answers and interactions; `values` are the answers of a submission.
    func json(_ modal: Modal, values: JSONValue = [:]) -> JSONValue {
        let defaults: JSONValue = [
            "private_metadata": "", "callback_id": "", "external_id": "", "submit": nil, "close": nil,
            "clear_on_close": false, "notify_on_close": false,
        ]
        return defaults.adding(modal.view).adding([
            "id": .string(modal.id), "team_id": .string(identity.team), "hash": .string(modal.hash),
            "state": ["values": values], "root_view_id": .string(modal.id), "previous_view_id": nil,
            "app_id": .string(identity.app), "app_installed_team_id": .string(identity.team),
            "bot_id": .string(identity.botID),
        ])
    }

    private func checkedView(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        guard let view = try arguments.json("view", else: "invalid_arguments") else { throw .missing("view") }
        if view.encoded.count > Self.largestView { throw SlackRefusal("view_too_large") }
        let problems = ViewRules.problems(in: view)
        if !problems.isEmpty { throw SlackRefusal("invalid_arguments", problems: problems) }
        return view.adding(["blocks": .array(named(view["blocks"]?.array ?? []))])
    }

    func mintTrigger(for person: String) -> String {
        let id = "\(mintNumber()).\(identity.team.count).\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        triggers[id] = Trigger(person: person, issued: now())
        return id
    }

    /// A trigger opens one view within three seconds.
    private func exchange(_ id: String) throws(SlackRefusal) -> String {
        guard let trigger = triggers[id] else { throw SlackRefusal("invalid_trigger_id") }
        if trigger.isUsed { throw SlackRefusal("exchanged_trigger_id") }
        if now() - trigger.issued > timings.trigger { throw SlackRefusal("expired_trigger_id") }
        triggers[id]?.isUsed = true
        return trigger.person
    }

    private func mintHash() -> String { "\(Int(now())).\(String(mintNumber(), radix: 36))" }
}
