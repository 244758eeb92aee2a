import FoundationEssentials

/// The time that people and machines in the sandbox go by: as fast as ours, or faster, from a moment on which all agree.
///
/// What protects the network (rate limits, triggers, signatures) goes by the real time in any case.
public struct SandboxTime: Sendable, Equatable {
    /// Seconds since 1970.
    public var origin: Double
    /// Its seconds in one of ours: 1440 makes a day of a minute.
    public var speed: Double

    public init(speed: Double = 1, origin: Double = Date().timeIntervalSince1970) {
        self.origin = origin
        self.speed = speed
    }

    /// Seconds since 1970.
    @Sendable public func now() -> Double { origin + (Date().timeIntervalSince1970 - origin) * speed }

    /// How the bot is told: `1764028800@1440`; nil where it goes by the real time.
    var setting: String? { speed == 1 ? nil : "\(origin)@\(speed)" }
}
