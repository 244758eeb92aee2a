import CloudTrailCore
import FoundationEssentials
import Logging

// Recipients that cannot be told: the operators hear of each once, and get what is for it.

extension NoticeCourier {
    /// Where news for a recipient goes instead; nil as long as it can be told.
    func detour(of recipient: String) async throws(StoreError) -> String? {
        guard let operators = playbook.operatorsChannel, operators != recipient else { return nil }
        return try await store.mailbox(of: recipient)?.trouble == nil ? nil : operators
    }

    /// Notes that a recipient cannot be told, and leaves its notices due, to be told to the operators. Answers what is noted; nil
    /// where that is not what is wrong, or where nobody is there instead.
    func divert(_ begun: [Notice], because error: any Error) async throws(StoreError) -> Mailbox.Trouble? {
        guard let error = error as? MessengerError, error.isFinal, let recipient = begun.first?.recipient,
            try await detour(of: recipient) == nil,
            let operators = playbook.operatorsChannel, operators != recipient
        else { return nil }
        var box = try await mailbox(of: recipient)
        box.trouble = Mailbox.Trouble(reason: error.message, since: now())
        let due = begun.map { $0.with(.pending(attempts: $0.attempts - 1, notBefore: now())) }
        try await store.save(due, thread: nil, mailbox: box)
        log.warning(
            "A recipient cannot be told: its news goes to the operators.",
            metadata: ["recipient": "\(recipient)", "reason": "\(error)"])
        return box.trouble
    }

    /// Tells the operators, once, why they get a recipient's news. false where that failed: the news waits with it.
    func announce(_ recipient: String, in operators: String, _ begun: [Notice]) async throws(StoreError) -> Bool {
        var box = try await mailbox(of: recipient)
        guard var trouble = box.trouble, !trouble.isTold else { return true }
        let attempt = Attempt(
            at: "trouble \(recipient) \(trouble.since.timeIntervalSince1970)", firstAt: trouble.since, isRepeated: true)
        let message = Message.text(
            "I cannot tell \(bold: recipient): \(trouble.reason) Until I can, what is for it comes here.")
        do throws(MessengerError) {
            _ = try await post.send(message, to: operators, detour: nil, attempt)
        } catch {
            try await postpone(begun, because: error)
            return false
        }
        trouble.isTold = true
        box.trouble = trouble
        try await store.save([], thread: nil, mailbox: box)
        return true
    }

    /// It can be told again: should it break anew, the operators hear of it again.
    func reached(_ recipient: String) async throws(StoreError) {
        var box = try await mailbox(of: recipient)
        box.trouble = nil
        try await store.save([], thread: nil, mailbox: box)
    }
}
