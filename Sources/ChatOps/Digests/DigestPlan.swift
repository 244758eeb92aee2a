import Scheduling

/// Who gets a digest when: `digest` of config.json.
public struct DigestPlan: Hashable, Sendable {
    /// For every owner; nil: for none.
    public var owners: Schedule?
    /// For the operators' channel, about everything.
    public var operators: Schedule?
    /// For recipients of their own wish, as ticket_owners.json names them; nil: never.
    public var recipients: [String: Schedule?]

    public init(owners: Schedule? = nil, operators: Schedule? = nil, recipients: [String: Schedule?] = [:]) {
        self.owners = owners
        self.operators = operators
        self.recipients = recipients
    }

    public var isEmpty: Bool {
        owners == nil && operators == nil && recipients.values.allSatisfy { $0 == nil }
    }

    func schedule(of recipient: String) -> Schedule? {
        let own = recipients.first { $0.key.lowercased() == recipient.lowercased() }
        return own.map(\.value) ?? owners
    }
}
