/// One stream's lines, and how its sending goes: what is wrong with one stream costs the others nothing.
struct LogLane {
    /// Two minutes of turns.
    private static let longestRest = 60

    var queue: LogQueue
    /// Of the lost lines, how many were told of.
    private var told = 0
    private var restLength = 0
    /// Turns that it sits out.
    private var rest = 0

    init(limit: Int) {
        queue = LogQueue(limit: limit)
    }

    var isFailing: Bool { restLength > 0 }

    /// Whether it sends in this turn.
    mutating func takesTurn() -> Bool {
        defer { rest = max(rest - 1, 0) }
        return rest == 0
    }

    /// Each time it sits out twice as many turns.
    mutating func failed() {
        restLength = min(max(restLength * 2, 1), Self.longestRest)
        rest = restLength
    }

    mutating func worked() { (restLength, rest) = (0, 0) }

    /// Lost lines that nobody was told of.
    var untold: Int { queue.lostCount - told }

    mutating func takeUntold() -> Int {
        defer { told = queue.lostCount }
        return untold
    }
}
