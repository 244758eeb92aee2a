import Networking

/// Decides what a dial does next: which address to try, how long, and when to give up.
struct DialPlan {
    enum Step: Equatable {
        case connect(to: String)
        case fail(TransportError)
    }

    /// How far the attempt at hand has come.
    enum Stage {
        case resolving
        /// TCP; another address may still work.
        case connecting
        /// A proxy's tunnel and TLS.
        case securing
        case upgrading
    }

    private(set) var stage = Stage.resolving
    private let host: String
    private let timeout: Duration
    private let end: ContinuousClock.Instant
    private var attemptEnd: ContinuousClock.Instant
    private var addresses: ArraySlice<String> = []

    init(host: String, timeout: Duration, now: ContinuousClock.Instant) {
        self.host = host
        self.timeout = timeout
        end = now + timeout
        attemptEnd = end
    }

    /// When `timedOut` is due.
    var deadline: ContinuousClock.Instant { min(end, attemptEnd) }

    mutating func resolved(_ result: Resolver.Result, now: ContinuousClock.Instant) -> Step {
        switch result {
        case .failure(let error):
            return .fail(error)
        case .success(let addresses):
            self.addresses = addresses[...]
            return next(or: TransportError(.nameNotResolved, "\(host) has no address"), now: now)
        }
    }

    mutating func connected() {
        stage = .securing
        attemptEnd = end
    }

    mutating func secured() {
        stage = .upgrading
    }

    /// Only a failure of TCP itself says nothing about the other addresses.
    mutating func failed(_ error: TransportError, now: ContinuousClock.Instant) -> Step {
        stage == .connecting ? next(or: error, now: now) : .fail(error)
    }

    mutating func timedOut(now: ContinuousClock.Instant) -> Step {
        let error = TransportError(.timedOut, "no connection to \(host) within \(timeout), \(stage.waitingFor)")
        return now >= end ? .fail(error) : next(or: error, now: now)
    }

    /// Each address gets an equal share of the time that is left, so that a dead one does not use it all.
    private mutating func next(or error: TransportError, now: ContinuousClock.Instant) -> Step {
        guard let address = addresses.popFirst() else { return .fail(error) }
        stage = .connecting
        attemptEnd = now + (end - now) / (addresses.count + 1)
        return .connect(to: address)
    }
}

extension DialPlan.Stage {
    fileprivate var waitingFor: String {
        switch self {
        case .resolving: "waiting for name resolution"
        case .connecting: "waiting for TCP"
        case .securing: "waiting for TLS"
        case .upgrading: "waiting for the answer to the upgrade"
        }
    }
}
