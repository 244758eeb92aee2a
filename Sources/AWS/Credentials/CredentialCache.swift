import FoundationEssentials
import Networking

/// Keeps credentials until shortly before their end, and fetches new ones once however many ask at the same time.
public actor CredentialCache: CredentialProvider {
    /// So long before their end credentials are replaced; they are still good for requests on their way.
    static let lead: TimeInterval = 300
    /// So soon after an attempt none is made again while the credentials at hand still work.
    static let pause: TimeInterval = 30

    private typealias Flight = Task<Result<Credentials, AWSError>, Never>

    private let load: @Sendable () async throws(AWSError) -> Credentials
    private let now: @Sendable () -> Date
    private var current: Credentials?
    private var lastAttempt = Date.distantPast
    /// When others were last asked for in vain.
    private var lastVain = Date.distantPast
    private var flight: Flight?

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
        switch try await landing(of: flight) {
        case .success(let credentials): return credentials
        case .failure(let error):
            // A renewal that fails ahead of time does no harm yet.
            if let current, !hasEnded(current, at: now()) { return current }
            throw error
        }
    }

    /// Fetched once however many were refused the same ones, and not again soon; a failure to fetch is told.
    public func credentials(insteadOf ended: Credentials) async throws(AWSError) -> Credentials {
        if let current, current != ended { return try await credentials() }
        let time = now()
        if flight == nil, time.timeIntervalSince(lastVain) < Self.pause { return ended }
        let flight = self.flight ?? takeOff(at: time)
        let result = try await landing(of: flight)
        if (try? result.get()) ?? ended == ended { lastVain = time }
        return try result.get()
    }

    /// Others may wait for the same flight, so it goes on when one who waits is cancelled.
    private func landing(of flight: Flight) async throws(AWSError) -> Result<Credentials, AWSError> {
        guard let result = await flight.valueUnlessCancelled else {
            throw AWSError(.transport(.cancelled), "the wait for credentials was cancelled")
        }
        return result
    }

    private func takeOff(at time: Date) -> Flight {
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

extension Task where Failure == Never {
    /// nil when whoever waits is cancelled first, which `value` takes no notice of.
    fileprivate var valueUnlessCancelled: Success? {
        get async {
            let (values, continuation) = AsyncStream<Success>.makeStream()
            Task<Void, Never> {
                continuation.yield(await value)
                continuation.finish()
            }
            return await values.first { _ in true }
        }
    }
}
