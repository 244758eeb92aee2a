import FoundationEssentials

/// Keeps credentials until shortly before their end, and fetches new ones once however many ask at the same time.
public actor CredentialCache: CredentialProvider {
    /// So long before their end credentials are replaced; they are still good for requests on their way.
    static let lead: TimeInterval = 300
    /// So soon after an attempt none is made again while the credentials at hand still work.
    static let pause: TimeInterval = 30

    private let load: @Sendable () async throws(AWSError) -> Credentials
    private let now: @Sendable () -> Date
    private var current: Credentials?
    private var lastAttempt = Date.distantPast
    private var flight: Task<Result<Credentials, AWSError>, Never>?

    public init(
        now: @escaping @Sendable () -> Date, load: @escaping @Sendable () async throws(AWSError) -> Credentials
    ) {
        self.now = now
        self.load = load
    }

    public func credentials() async throws(AWSError) -> Credentials {
        let time = now()
        if let current, !isDue(current, at: time) { return current }
        let flight = self.flight ?? takeOff(at: time)
        switch await flight.value {
        case .success(let credentials): return credentials
        case .failure(let error):
            // A renewal that fails ahead of time does no harm yet.
            if let current, !hasEnded(current, at: now()) { return current }
            throw error
        }
    }

    /// Fetched once however many were refused the same ones; a failure to fetch is told.
    public func credentials(insteadOf ended: Credentials) async throws(AWSError) -> Credentials {
        if let current, current != ended { return try await credentials() }
        let flight = self.flight ?? takeOff(at: now())
        return try await flight.value.get()
    }

    private func takeOff(at time: Date) -> Task<Result<Credentials, AWSError>, Never> {
        lastAttempt = time
        let flight = Task {
            let result: Result<Credentials, AWSError>
            do throws(AWSError) {
                result = .success(try await load())
            } catch {
                result = .failure(error)
            }
            land(result)
            return result
        }
        self.flight = flight
        return flight
    }

    private func land(_ result: Result<Credentials, AWSError>) {
        flight = nil
        if case .success(let credentials) = result { current = credentials }
    }

    private func isDue(_ credentials: Credentials, at time: Date) -> Bool {
        guard let expiration = credentials.expiration else { return false }
        if hasEnded(credentials, at: time) { return true }
        return expiration.timeIntervalSince(time) <= Self.lead && time.timeIntervalSince(lastAttempt) >= Self.pause
    }

    private func hasEnded(_ credentials: Credentials, at time: Date) -> Bool {
        credentials.expiration.map { $0 <= time } ?? false
    }
}
