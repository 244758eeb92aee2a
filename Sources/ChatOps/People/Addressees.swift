import CloudTrailCore

/// Tells whether two recipients, each as somebody wrote it, are the same person or channel: nobody is to be told twice by two names.
struct Addressees: Sendable {
    let messenger: any Messenger

    /// The name under which a recipient is among others already; nil when it is not. Whom the chat does not know now is nobody.
    func name(of recipient: String, among others: [String]) async -> String? {
        if let same = others.first(where: { $0.lowercased() == recipient.lowercased() }) { return same }
        guard let wanted = await id(of: recipient) else { return nil }
        for other in others where await id(of: other) == wanted { return other }
        return nil
    }

    /// For each recipient that the chat knows now, the first of them that is the same.
    func firstNames(of recipients: [String]) async -> [String: String] {
        var firsts: [String: String] = [:]
        var names: [String: String] = [:]
        for recipient in recipients {
            guard let id = await id(of: recipient) else { continue }
            names[recipient] = firsts[id] ?? recipient
            firsts[id] = firsts[id] ?? recipient
        }
        return names
    }

    private func id(of recipient: String) async -> String? {
        if let person = try? await messenger.person(named: recipient) { return person.id.rawValue }
        return (try? await messenger.conversation(with: recipient))?.channel
    }
}
