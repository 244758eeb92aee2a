import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    /// Where the issues of whoever asks stand now: in a channel that owns accounts, the channel's; of who owns none, all.
    func digest(for person: Person, in conversation: Conversation) async throws -> Message {
        let desk = DigestDesk(store: store, playbook: playbook)
        let since = now().addingTimeInterval(-86_400)
        let reading = try await desk.read(failedSince: since)
        var own = reading.names.values.filter { person.isAddressed(by: $0) }
        for channel in reading.names.values where channel.hasPrefix("#") && conversation.kind == .channel {
            if try await isChannel(conversation, channel) { own.append(channel) }
        }
        guard !own.isEmpty else { return desk.everything(in: reading, since: since, now: now()).message }
        let scope = own.contains { $0.hasPrefix("#") } ? "the accounts of \(listed(own.sorted()))" : "your accounts"
        return desk.digest(of: own, in: reading, since: since, now: now(), scope: scope).message
    }

    /// A channel that cannot be found is not this one.
    private func isChannel(_ conversation: Conversation, _ name: String) async throws -> Bool {
        do throws(MessengerError) {
            return try await messenger.conversation(with: name).channel == conversation.channel
        } catch  where error.isFinal {
            return false
        }
    }
}
