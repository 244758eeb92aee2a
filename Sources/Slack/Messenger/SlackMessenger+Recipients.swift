import ChatOps

extension SlackMessenger {
    public func conversation(with recipient: String) async throws(MessengerError) -> Conversation {
        switch Recipient(recipient) {
        case .channel(let id):
            return Conversation(channel: id, kind: .channel)
        case .direct(let id):
            return Conversation(channel: id, kind: .direct)
        case .channelName(let name):
            let id = try await mapped { () async throws(WebAPIError) in try await directory.channel(named: name) }
            guard let id else {
                throw MessengerError(
                    .notFound, "There is no channel #\(name), or it is archived, or private without the bot in it.")
            }
            return Conversation(channel: id, kind: .channel)
        case .person, .email, .name:
            guard let person = try await person(named: recipient) else {
                throw MessengerError(.notFound, "Slack knows nobody called \(recipient).")
            }
            return try await direct(with: person, as: recipient)
        }
    }

    public func person(named recipient: String) async throws(MessengerError) -> Person? {
        switch Recipient(recipient) {
        case .channel, .direct, .channelName: return nil
        case .person(let id): return try await person(id)
        case .email(let address):
            return try await mapped { () async throws(WebAPIError) in try await directory.person(email: address) }
        case .name(let name):
            switch try await mapped({ () async throws(WebAPIError) in try await directory.person(named: name) }) {
            case .one(let person): return person
            case .none: throw MessengerError(.notFound, "Slack knows nobody called \(name).")
            case .several:
                throw MessengerError(
                    .notFound, "Several people in Slack are called \(name): name the one by e-mail address or id.")
            }
        }
    }

    private func direct(with person: Person, as recipient: String) async throws(MessengerError) -> Conversation {
        switch person.membership {
        case .deactivated:
            throw MessengerError(.unreachable, "The Slack account of \(recipient) is deactivated.")
        case .bot:
            throw MessengerError(.unreachable, "\(recipient) is a bot, which takes no direct messages.")
        case .member, .guest, .stranger:
            let channel = try await mapped { () async throws(WebAPIError) in
                try await directory.directConversation(with: person.id)
            }
            return Conversation(channel: channel, kind: .direct)
        }
    }
}
