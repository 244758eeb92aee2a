import FoundationEssentials
import Testing

@testable import AWS

@Suite("Log lines that wait")
struct LogQueueTests {
    private static let stream = LogStream(group: "/group", name: "stream")
    private static let other = LogStream(group: "/group", name: "other")

    /// A line of so many bytes, as AWS counts them.
    private static func line(_ seconds: Double, bytes: Int = 100) -> LogLine {
        LogLine(at: Date(timeIntervalSince1970: seconds), String(repeating: "x", count: bytes - 26))
    }

    private static func queue(_ lines: [LogLine], limit: Int = .max) -> LogQueue {
        var queue = LogQueue(limit: limit)
        for line in lines { _ = queue.add(line, to: stream) }
        return queue
    }

    private static func take(_ queue: inout LogQueue, _ stream: LogStream = stream) -> [LogLine]? {
        queue.take(from: stream)?.lines
    }

    @Test("A batch has at most 1 MiB, 26 bytes of each line counted")
    func bytes() {
        // 262,144 of them fill a call to the byte four times.
        var queue = Self.queue((0..<5).map { Self.line(Double($0), bytes: 262_144) })
        let counts = [Self.take(&queue)?.count, Self.take(&queue)?.count, Self.take(&queue)?.count]
        #expect(counts == [4, 1, nil])
    }

    @Test("A batch has at most 10,000 lines")
    func lines() {
        var queue = Self.queue((0..<10_001).map { Self.line(Double($0) / 1000, bytes: 27) })
        let counts = [Self.take(&queue)?.count, Self.take(&queue)?.count]
        #expect(counts == [10_000, 1])
    }

    @Test("A batch spans less than a day")
    func span() {
        var queue = Self.queue([Self.line(0), Self.line(86_399.999), Self.line(86_400)])
        let times = [Self.take(&queue), Self.take(&queue)].map { $0?.map(\.milliseconds) }
        #expect(times == [[0, 86_399_999], [86_400_000]])
    }

    @Test("Lines are sent in the order of their times, whatever order they came in")
    func order() throws {
        var queue = Self.queue([Self.line(3), Self.line(1), Self.line(2)])
        let taken = queue.take(from: Self.stream)
        let batch = try #require(taken)
        _ = queue.add(Self.line(0), to: Self.stream)
        queue.putBack(batch)
        let times = Self.take(&queue)?.map(\.milliseconds)
        #expect(times == [0, 1000, 2000, 3000])
    }

    @Test("What there is no room for is counted, and the next line that finds room tells how many were lost")
    func loss() throws {
        var queue = Self.queue((0..<5).map { Self.line(Double($0)) }, limit: 250)
        #expect(queue.count == 2 && queue.lostCount == 3)
        let taken = queue.take(from: Self.stream)
        let batch = try #require(taken)
        // What is on its way still counts.
        var isKept = [queue.add(Self.line(9), to: Self.stream)]
        queue.sent(batch)
        #expect(queue.bytes == 0)
        isKept += [queue.add(Self.line(10), to: Self.other), queue.add(Self.line(10), to: Self.stream)]
        #expect(isKept == [false, true, true])
        let (first, others) = (Self.take(&queue)?.first?.text, Self.take(&queue, Self.other)?.count)
        #expect(first == #"{"level":"warning","message":"Log lines before this one were lost.","lost":4}"#)
        #expect(others == 1)
    }

    @Test("A line that is too long is cut between characters, and says so; an empty one is a dash")
    func cut() {
        let line = LogLine(at: Date(timeIntervalSince1970: 0), String(repeating: "ü", count: 200_000))
        #expect(line.bytes <= 262_144 && line.bytes > 262_140)
        #expect(line.text.hasSuffix("ü… (cut from 400000 bytes)"))
        #expect(LogLine(at: Date(timeIntervalSince1970: 0), "").text == "-")
    }
}
