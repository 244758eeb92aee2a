import Logging
import Networking
import Synchronization

/// Tokens that may be replaced while the bot runs: in their files, in AWS, in Hammer's table. None is ever logged.
struct LiveSecrets: Sendable {
    /// So often they are read anew though nobody refused them.
    static let interval = Duration.seconds(300)

    /// The environment as the process got it, which names the places.
    let environment: ProcessEnvironment
    let lookup: SecretLookup
    let log: Logger

    /// What `make` makes of a party's secrets, made anew when they change. `first` has them as they are now.
    func rotating<Value: Sendable>(
        _ party: SecretLookup.Party, _ first: ProcessEnvironment,
        make: @escaping @Sendable (ProcessEnvironment) throws(StartFailure) -> Value
    ) throws(StartFailure) -> Rotating<Value> {
        let value = try make(first)
        guard lookup.mayChange(party, in: environment) else { return Rotating(value) }
        let known = Mutex(Self.secrets(of: party, in: first))
        let (environment, lookup, log) = (environment, lookup, log)
        return Rotating(value) { _ in
            do throws(StartFailure) {
                let complete = try await lookup.complete(environment, with: [party])
                let secrets = Self.secrets(of: party, in: complete)
                guard known.withLock({ $0 }) != secrets else { return nil }
                let value = try make(complete)
                known.withLock { $0 = secrets }
                log.notice("Credentials were replaced, and the new ones are used.", metadata: ["of": "\(party)"])
                return value
            } catch {
                log.warning(
                    "Credentials could not be read anew.", metadata: ["of": "\(party)", "reason": "\(error.message)"])
                return nil
            }
        }
    }

    /// Reads what may have been replaced from time to time, until the task is cancelled.
    static func keepFresh(_ refreshes: [@Sendable () async -> Void]) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            for refresh in refreshes where !Task.isCancelled { await refresh() }
        }
    }

    private static func secrets(
        of party: SecretLookup.Party, in environment: ProcessEnvironment
    ) -> [String: Secret] {
        Dictionary(party.names.compactMap { name in (try? environment.secret(name)).flatMap { $0 }.map { (name, $0) } })
        { $1 }
    }
}
