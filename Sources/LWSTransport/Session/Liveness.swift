import Networking

/// Decides when to ping and when a peer counts as dead.
///
/// The kernel's counters say what arrived: any byte of any frame counts, even one that nobody has read yet.
struct Liveness {
    struct Received: Equatable {
        var bytes: UInt64
        var ago: Duration
    }

    enum Verdict: Equatable {
        case alive
        case pingDue
        case silent
    }

    private let pingInterval: Duration
    private let silenceLimit: Duration
    private var lastPing: ContinuousClock.Instant
    private var lastHeard: ContinuousClock.Instant
    private var bytes: UInt64 = 0
    private var sawFrame = false

    init(_ request: WebSocketRequest, now: ContinuousClock.Instant) {
        pingInterval = request.pingInterval
        silenceLimit = request.silenceLimit
        lastPing = now
        lastHeard = now
    }

    /// When `check` has something to decide.
    var deadline: ContinuousClock.Instant { min(lastPing + pingInterval, lastHeard + silenceLimit) }

    /// For kernels that do not count (gVisor): a frame came since the last check.
    mutating func frameReceived() { sawFrame = true }

    mutating func check(_ received: Received?, now: ContinuousClock.Instant) -> Verdict {
        if let received {
            if received.bytes != bytes { lastHeard = max(lastHeard, now - received.ago) }
            bytes = received.bytes
        } else if sawFrame {
            lastHeard = now
        }
        sawFrame = false
        if now - lastHeard >= silenceLimit { return .silent }
        guard now - lastPing >= pingInterval else { return .alive }
        lastPing = now
        return .pingDue
    }
}
