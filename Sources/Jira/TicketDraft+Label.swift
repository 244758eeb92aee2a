import ChatOps
import Cryptography

extension TicketDraft {
    /// By which the ticket is found again: short, and without what the identity tells.
    var identityLabel: String { "trailwatch-" + SHA256.hash(identity).hex.prefix(16) }
}
