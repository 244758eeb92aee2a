import Networking

/// How the Socket Mode connections are kept. The defaults follow what Slack documents and what its own SDKs got wrong.
public struct ConnectionPolicy: Sendable, Equatable {
    /// How many are held at once, 1 to 10 (Slack's limit): with two, losing one loses nothing.
    public var connections = 2
    /// After a hello, before the next connection is made beside it.
    public var spacing = Backoff(base: .seconds(1), limit: .seconds(1), floor: 0.5)
    /// Between failed attempts; jittered, so that replicas that start together drift apart (Slack answers them 409).
    public var backoff = Backoff(base: .milliseconds(500), limit: .seconds(30), floor: 0.2)
    /// After `too_many_websockets`: dialling soon only keeps the cap reached.
    public var crowdedBackoff = Backoff(base: .seconds(30), limit: .seconds(300), floor: 0.5)
    /// `apps.connections.open` is documented with tiers of 1 and of 50 a minute: bursts are fine, storms are not.
    public var dialBurst = 10
    public var dialInterval = Duration.seconds(10)
    /// From the dial to `hello`.
    public var helloLimit = Duration.seconds(20)
    /// How long before its announced end a connection is replaced.
    public var refreshMargin = Duration.seconds(60)
    /// How long a replaced connection may wait for Slack to close it, which loses nothing: our own close loses what is
    /// on its way. Slack closes about 10 s after its warning; without one, this counts from the announced end.
    public var drainLimit = Duration.seconds(15)
    /// How long a closing handshake may take.
    public var closeLimit = Duration.seconds(1)
    /// Before a redial when Slack counts connections of this app that are not ours.
    public var ghostBackoff = Backoff(base: .seconds(5), limit: .seconds(5), floor: 0.2)
    /// This many of them slow it down even when no connection serves: Slack allows ten.
    public var ghostLimit = 5

    public init() {}
}
