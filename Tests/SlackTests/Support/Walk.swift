import Networking

@testable import Slack

/// Walks a machine step by step; time moves only when the test says so.
struct Walk {
    var machine: ConnectionMachine
    var now: ContinuousClock.Instant
    var random = 0.5
    let start: ContinuousClock.Instant

    init(connections: Int = 1) {
        var policy = ConnectionPolicy()
        policy.connections = connections
        start = .now
        now = start
        machine = ConnectionMachine(policy: policy, now: start)
    }

    /// What there is to do, notes and warnings aside.
    mutating func on(_ input: ConnectionMachine.Input) -> [ConnectionMachine.Action] {
        all(input).filter { if case .note = $0 { false } else if case .warn = $0 { false } else { true } }
    }

    mutating func all(_ input: ConnectionMachine.Input) -> [ConnectionMachine.Action] {
        machine.handle(input, now: now, random: random)
    }

    /// How long until the machine wants to be woken.
    var wake: Duration? { machine.nextWake.map { $0 - now } }

    mutating func sleepUntilWake() -> [ConnectionMachine.Action] {
        guard let wake = machine.nextWake else { return [] }
        now = wake
        return on(.tick)
    }

    /// To a connection that has its hello, as the next epoch.
    mutating func connect(epoch: Int, lifetime: Duration? = nil, connections: Int? = 1) {
        _ = on(.opened(url: "wss://\(epoch)"))
        _ = on(.hello(epoch: epoch, ControlFrame.Hello(connections: connections, lifetime: lifetime)))
    }
}
