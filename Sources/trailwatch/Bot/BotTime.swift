import ChatOps
import FoundationEssentials

/// The time by which the bot lives: the real one, or in the sandbox a faster one, so that reminders and digests of days can be
/// seen within minutes. Only `trailwatch-sandbox --speed` sets TRAILWATCH_SANDBOX_TIME; nothing else reads it.
struct BotTime: Sendable {
    let now: @Sendable () -> Date
    /// What waits for the bot's own time; the network's patience goes by the real one.
    let clock: any Clock<Duration>
    /// 1 for the real time.
    let speed: Double

    static let real = BotTime(now: { Date() }, clock: ContinuousClock(), speed: 1)

    private init(now: @escaping @Sendable () -> Date, clock: any Clock<Duration>, speed: Double) {
        self.now = now
        self.clock = clock
        self.speed = speed
    }

    /// From `ORIGIN@SPEED`: seconds since 1970 at which both times agree, and how much faster this one goes from then on.
    init(_ environment: ProcessEnvironment) throws(StartFailure) {
        guard let setting = environment["TRAILWATCH_SANDBOX_TIME"] else {
            self = .real
            return
        }
        let parts = setting.split(separator: "@").compactMap { Double($0) }
        guard parts.count == 2, parts.allSatisfy(\.isFinite), (1...100_000).contains(parts[1]) else {
            throw StartFailure("TRAILWATCH_SANDBOX_TIME is set by trailwatch-sandbox alone, as ORIGIN@SPEED")
        }
        let (origin, speed) = (parts[0], parts[1])
        self.init(
            now: { Date(timeIntervalSince1970: origin + (Date().timeIntervalSince1970 - origin) * speed) },
            clock: FastClock(speed: speed), speed: speed)
    }
}

/// A clock on which time passes faster than on the machine's own.
struct FastClock: Clock {
    struct Instant: InstantProtocol {
        var sinceStart: Duration

        func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
        func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
        static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
    }

    private let start = ContinuousClock.now
    private let speed: Double

    init(speed: Double) {
        self.speed = speed
    }

    var now: Instant { Instant(sinceStart: (ContinuousClock.now - start) * speed) }
    var minimumResolution: Duration { .milliseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: start + deadline.sinceStart / speed, tolerance: tolerance)
    }
}
