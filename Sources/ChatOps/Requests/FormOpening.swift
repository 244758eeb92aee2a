/// Opens a form while its trigger is good, which is three seconds: where it takes longer to know what stands in it, and whether it
/// may be shown, something that waits for it opens first.
struct FormOpening: Sendable {
    static let patience = Duration.seconds(1)

    let messenger: any Messenger
    let clock: any Clock<Duration>

    /// What `prepare` throws is shown where something waits already, and thrown.
    func open(
        _ title: String, trigger: String, _ prepare: @escaping @Sendable () async throws -> Form
    ) async throws {
        try await withThrowingTaskGroup(of: Form?.self) { group in
            group.addTask { try await prepare() }
            group.addTask { [clock] in
                try? await clock.sleep(for: Self.patience)
                return nil
            }
            if let form = try await group.next() ?? nil {
                group.cancelAll()
                return try await messenger.open(form, trigger: trigger)
            }
            let waiting = try await messenger.openWaiting(title, trigger: trigger)
            do {
                guard let form = try await group.next() ?? nil else { return }
                do throws(MessengerError) { try await messenger.fill(waiting, with: form) } catch {
                    // Whoever closed what waited does not want the form any more.
                    guard error.code == .notFound else { throw error }
                }
            } catch {
                let reason = (error as? Refusal)?.reason ?? "That did not work."
                try? await messenger.fill(waiting, titled: title, with: .text(reason))
                throw error
            }
        }
    }
}
