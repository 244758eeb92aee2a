import CloudTrailCore

/// Tells whether two recipients, each as somebody wrote it, are the same person: nobody is to be told twice by two names.
struct Addressees: Sendable {
    let messenger: any Messenger

    /// The name under which a recipient is among others already; nil when it is not. Whom the chat does not know now is nobody.
    func name(of recipient: String, among others: [String]) async -> String? {
        if let same = others.first(where: { $0.lowercased() == recipient.lowercased() }) { return same }
        guard let wanted = await id(of: recipient) else { return nil }
        for other in others where await id(of: other) == wanted { return other }
        return nil
    }

    private func id(of recipient: String) async -> PersonID? {
        guard let person = try? await messenger.person(named: recipient) else { return nil }
        return person.id
    }
}
