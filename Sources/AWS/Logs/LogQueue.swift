/// Log lines of one stream that wait to be sent, in the order of their times. It holds so much and no more: what comes when it is
/// full is lost, and the next line that finds room tells how many were.
struct LogQueue {
    /// What one call takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    static let batchBytes = 1_048_576
    static let batchLines = 10_000
    static let batchMilliseconds = 86_400_000

    private let limit: Int
    private var waiting: [LogLine] = []
    /// Since a line last found room.
    private var lost = 0
    /// Of all that waits or is on its way.
    private(set) var bytes = 0
    /// Since the beginning.
    private(set) var lostCount = 0

    /// `limit` is in bytes, as AWS counts them.
    init(limit: Int) {
        self.limit = limit
    }

    /// Lines that wait.
    var count: Int { waiting.count }

    /// false when the line is lost.
    mutating func add(_ line: LogLine) -> Bool {
        guard bytes + line.bytes <= limit else {
            lost += 1
            lostCount += 1
            return false
        }
        if lost > 0 { insert(line.mark(ofLost: lost)) }
        lost = 0
        insert(line)
        return true
    }

    /// Takes the oldest lines out for sending, at most what one call takes; they count until they are `sent` or `putBack`.
    mutating func take() -> [LogLine] {
        guard let first = waiting.first else { return [] }
        var (count, size) = (0, 0)
        for line in waiting.prefix(Self.batchLines) {
            size += line.bytes
            guard size <= Self.batchBytes, line.milliseconds - first.milliseconds < Self.batchMilliseconds else {
                break
            }
            count += 1
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }

    mutating func sent(_ lines: [LogLine]) { bytes -= lines.reduce(0) { $0 + $1.bytes } }

    mutating func putBack(_ lines: [LogLine]) {
        waiting = (lines + waiting).sorted { $0.milliseconds < $1.milliseconds }
    }

    /// Gives lines up that AWS will never take.
    mutating func drop(_ lines: [LogLine]) {
        sent(lines)
        lost += lines.count
        lostCount += lines.count
    }

    /// Nearly always at the end.
    private mutating func insert(_ line: LogLine) {
        let index = waiting.lastIndex { $0.milliseconds <= line.milliseconds }.map { $0 + 1 } ?? 0
        waiting.insert(line, at: index)
        bytes += line.bytes
    }
}

extension LogLine {
    fileprivate func mark(ofLost count: Int) -> LogLine {
        LogLine(
            milliseconds: milliseconds,
            text: #"{"level":"warning","message":"Log lines before this one were lost.","lost":\#(count)}"#)
    }

    private init(milliseconds: Int, text: String) {
        self.milliseconds = milliseconds
        self.text = text
    }
}
