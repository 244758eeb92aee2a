import Logging

/// Keeps the list of watched accounts up to date, and tells the operators when that fails: once, when it starts and when it ends.
public struct AccountWatch: Sendable {
    /// How soon after a failure the accounts are asked for again.
    private static let pause = Duration.seconds(300)

    private let playbook: Playbook
    private let messenger: any Messenger
    private let log: Logger

    public init(playbook: Playbook, messenger: any Messenger, log: Logger) {
        self.playbook = playbook
        self.messenger = messenger
        self.log = log
    }

    /// Works until the task is cancelled; returns at once when the accounts are fixed.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        guard playbook.watched.isDiscovered else { return }
        var isTold = false
        while !Task.isCancelled {
            let doubt = await playbook.watched.refresh()
            if (doubt != nil) != isTold, await tell(doubt) { isTold = doubt != nil }
            try? await clock.sleep(for: doubt == nil ? playbook.watched.life : Self.pause)
        }
    }

    /// True once the operators know; where there are none, the log is all there is.
    private func tell(_ doubt: String?) async -> Bool {
        if let doubt { log.error("The watched accounts are in doubt.", metadata: ["reason": "\(doubt)"]) }
        guard let channel = playbook.operatorsChannel else { return true }
        let message =
            doubt.map { Message.text("The watched accounts are in doubt: \($0).") }
            ?? .text("The watched accounts are known again: \(counted(playbook.accounts.count, "account")).")
        do throws(MessengerError) {
            _ = try await messenger.post(message, to: channel)
            return true
        } catch {
            log.error("The operators were not told about the accounts.", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
