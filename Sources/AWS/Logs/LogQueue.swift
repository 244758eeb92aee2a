/// Log lines that wait to be sent, stream by stream in the order of their times. It holds so much and no more: what comes when
/// it is full is lost, and the next line that finds room tells how many were.
struct LogQueue {
    /// What one call takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    static let batchBytes = 1_048_576
    static let batchLines = 10_000
    static let batchMilliseconds = 86_400_000

    /// Of one stream, at most what one call takes.
    struct Batch: Equatable {
        let stream: LogStream
        let lines: [LogLine]

        var bytes: Int { lines.reduce(0) { $0 + $1.bytes } }
    }

    private let limit: Int
    private var waiting: [LogStream: [LogLine]] = [:]
    private var lost: [LogStream: Int] = [:]
    /// Of all that waits or is on its way.
    private(set) var bytes = 0
    /// Since the beginning.
    private(set) var lostCount = 0

    /// `limit` is in bytes, as AWS counts them.
    init(limit: Int) {
        self.limit = limit
    }

    /// The streams for which something waits, in the order of their names.
    var streams: [LogStream] { waiting.keys.sorted { ($0.group, $0.name) < ($1.group, $1.name) } }
    /// Lines that wait.
    var count: Int { waiting.values.reduce(0) { $0 + $1.count } }

    /// false when the line is lost.
    mutating func add(_ line: LogLine, to stream: LogStream) -> Bool {
        guard bytes + line.bytes <= limit else {
            lost[stream, default: 0] += 1
            lostCount += 1
            return false
        }
        if let number = lost.removeValue(forKey: stream) { insert(line.mark(ofLost: number), into: stream) }
        insert(line, into: stream)
        return true
    }

    /// Takes the oldest lines out for sending; they count until they are `sent` or `putBack`.
    mutating func take(from stream: LogStream) -> Batch? {
        guard let lines = waiting[stream], let first = lines.first else { return nil }
        var (count, size) = (0, 0)
        for line in lines.prefix(Self.batchLines) {
            size += line.bytes
            guard size <= Self.batchBytes, line.milliseconds - first.milliseconds < Self.batchMilliseconds else {
                break
            }
            count += 1
        }
        waiting[stream] = count == lines.count ? nil : Array(lines.dropFirst(count))
        return Batch(stream: stream, lines: Array(lines.prefix(count)))
    }

    mutating func sent(_ batch: Batch) { bytes -= batch.bytes }

    mutating func putBack(_ batch: Batch) {
        let later = waiting[batch.stream] ?? []
        waiting[batch.stream] = (batch.lines + later).sorted { $0.milliseconds < $1.milliseconds }
    }

    /// Gives a batch up that AWS will never take.
    mutating func drop(_ batch: Batch) {
        sent(batch)
        lost[batch.stream, default: 0] += batch.lines.count
        lostCount += batch.lines.count
    }

    /// Nearly always at the end.
    private mutating func insert(_ line: LogLine, into stream: LogStream) {
        let index =
            waiting[stream, default: []].lastIndex { $0.milliseconds <= line.milliseconds }.map { $0 + 1 } ?? 0
        waiting[stream, default: []].insert(line, at: index)
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
