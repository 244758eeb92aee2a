import Networking

extension Workspace {
    func openConversation(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        if let id = arguments.string("channel") {
            let channel = try readable(id)
            return ["channel": channel.json(bot: identity.bot.id), "no_op": true, "already_open": true]
        }
        let users = try arguments.required("users").split(separator: ",").map(String.init)
        guard users.count == 1 else { throw SlackRefusal("method_not_supported_for_channel_type") }
        guard let person = member(users[0]) else { throw SlackRefusal("user_not_found") }
        if person.isDeactivated { throw SlackRefusal("user_disabled") }
        if person.kind == .bot || person.id == Identity.slackbot.id { throw SlackRefusal("cannot_dm_bot") }
        let channel = directChannel(with: person.id)
        return [
            "channel": arguments.bool("return_im") ? channel.json(bot: identity.bot.id) : ["id": .string(channel.id)]
        ]
    }

    func listConversations(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let types = Set((arguments.string("types") ?? "public_channel").split(separator: ",").map(String.init))
        guard types.isSubset(of: ["public_channel", "private_channel", "im", "mpim"]) else {
            throw SlackRefusal("invalid_types")
        }
        let visible = channels.filter { channel in
            if arguments.bool("exclude_archived"), channel.isArchived { return false }
            return switch channel.kind {
            case .open: types.contains("public_channel")
            case .closed: types.contains("private_channel") && channel.members.contains(identity.bot.id)
            case .direct: types.contains("im")
            }
        }
        let page = try Page(of: visible, arguments, default: 100, maximum: pageLimit)
        return page.answer("channels", page.items.map { $0.json(bot: identity.bot.id) })
    }

    func conversationInfo(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        ["channel": try readable(try arguments.required("channel")).json(bot: identity.bot.id)]
    }

    func joinConversation(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try readable(try arguments.required("channel"))
        if channel.kind != .open { throw SlackRefusal("method_not_supported_for_channel_type") }
        if channel.isArchived { throw SlackRefusal("is_archived") }
        if channel.members.contains(identity.bot.id) {
            return ["channel": channel.json(bot: identity.bot.id), "warning": "already_in_channel"]
        }
        invite(identity.bot.id, to: channel.id)
        return ["channel": try readable(channel.id).json(bot: identity.bot.id)]
    }

    func conversationMembers(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try readable(try arguments.required("channel"))
        let page = try Page(of: channel.members, arguments, default: 100, maximum: pageLimit)
        return page.answer("members", page.items.map(JSONValue.string))
    }

    /// Makes somebody a member of a channel.
    public func invite(_ person: String, to channel: String) {
        guard let index = channels.firstIndex(where: { $0.id == channel }) else { return }
        if !channels[index].members.contains(person) { channels[index].members.append(person) }
    }

    /// Takes somebody out of a channel.
    public func remove(_ person: String, from channel: String) {
        guard let index = channels.firstIndex(where: { $0.id == channel }) else { return }
        channels[index].members.removeAll { $0 == person }
    }

    /// Closes a channel to messages.
    public func archive(_ channel: String) {
        guard let index = channels.firstIndex(where: { $0.id == channel }) else { return }
        channels[index].isArchived = true
        let event = channels[index].kind == .closed ? "group_archive" : "channel_archive"
        tell(["type": .string(event), "channel": .string(channel), "user": .string(identity.bot.id)])
    }

    /// Gives a channel another name.
    public func rename(_ channel: String, to name: String) {
        guard let index = channels.firstIndex(where: { $0.id == channel }) else { return }
        channels[index].name = name
        let event = channels[index].kind == .closed ? "group_rename" : "channel_rename"
        tell(["type": .string(event), "channel": ["id": .string(channel), "name": .string(name), "created": 1]])
    }

    // MARK: People

    func listUsers(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let page = try Page(of: members, arguments, default: 1000, maximum: pageLimit)
        return page.answer("members", page.items.map { $0.json(team: identity.team) })
    }

    func userInfo(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        guard let member = member(try arguments.required("user")) else { throw SlackRefusal("user_not_found") }
        return ["user": member.json(team: identity.team)]
    }

    func lookupByEmail(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let email = try arguments.required("email").lowercased()
        guard let member = members.first(where: { $0.email?.lowercased() == email && !$0.isDeactivated }) else {
            throw SlackRefusal("users_not_found")
        }
        return ["user": member.json(team: identity.team)]
    }
}
