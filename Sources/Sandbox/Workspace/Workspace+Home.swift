import Networking

/// What people do outside of messages: on the App Home, and with the buttons of a modal.
extension Workspace {
    /// Presses a button of one's own App Home, or of a modal.
    public func press(_ button: JSONValue, blockID: String, inModal modal: String? = nil, as person: String) throws {
        let view = try modal.map { id in
            guard let modal = modals[id] else { throw WorkspaceMistake("This form is closed.") }
            return json(modal)
        }
        guard let view = view ?? homes[person] else { throw WorkspaceMistake("The app shows no Home.") }
        let payload = interaction("block_actions", try memberOf(person)).adding([
            "container": ["type": "view", "view_id": view["id"] ?? .string("V0HOME\(person)")], "view": view,
            "state": ["values": [:]], "actions": [action(button, blockID)],
        ])
        deliver(.click(person: person, channel: nil), payload)
    }

    /// Picks the app's shortcut from the menu of a message.
    public func useShortcut(on message: PostedMessage, as person: String) throws {
        let (place, member) = (try placeOf(person, message.channel), try memberOf(person))
        let url = mintResponseURL("app", person: person, channel: message.channel)
        let payload = interaction("message_action", member).adding([
            "callback_id": .string(identity.shortcut.id), "message_ts": .string(message.ts),
            "action_ts": .string(mintTimestamp()), "response_url": .string(url),
            "channel": ["id": .string(place.id), "name": .string(place.interactionName)],
            "message": message.json(identity),
        ])
        deliver(.click(person: person, channel: message.channel), payload)
    }

    /// Opens the app's Home; an app that has one hears of it.
    public func openHome(of person: String) throws {
        let member = try memberOf(person)
        guard identity.hasHome else { return }
        let channel = directChannel(with: member.id)
        tell([
            "type": "app_home_opened", "user": .string(member.id), "channel": .string(channel.id), "tab": "home",
        ])
    }
}
