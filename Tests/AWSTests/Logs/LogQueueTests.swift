import FoundationEssentials
import Testing

@testable import AWS

@Suite("Log lines that wait")
struct LogQueueTests {
    /// A line of so many bytes, as AWS counts them.
    private static func line(_ seconds: Double, bytes: Int = 100) -> LogLine {
        LogLine(at: Date(timeIntervalSince1970: seconds), String(repeating: "x", count: bytes - 26))
    }

    private static func queue(_ lines: [LogLine], limit: Int = .max) -> LogQueue {
        var queue = LogQueue(limit: limit)
        for line in lines { _ = queue.add(line) }
        return queue
    }

    @Test("A batch has at most 1 MiB, 26 bytes of each line counted")
    func bytes() {
        // 262,144 of them fill a call to the byte four times.
        var queue = Self.queue((0..<5).map { Self.line(Double($0), bytes: 262_144) })
        let counts = [queue.take().count, queue.take().count, queue.take().count]
        #expect(counts == [4, 1, 0])
    }

    @Test("A batch has at most 10,000 lines")
    func lines() {
        var queue = Self.queue((0..<10_001).map { Self.line(Double($0) / 1000, bytes: 27) })
        let counts = [queue.take().count, queue.take().count]
        #expect(counts == [10_000, 1])
    }

    @Test("A batch spans less than a day")
    func span() {
        var queue = Self.queue([Self.line(0), Self.line(86_399.999), Self.line(86_400)])
        let times = [queue.take(), queue.take()].map { $0.map(\.milliseconds) }
        #expect(times == [[0, 86_399_999], [86_400_000]])
    }

    @Test("Lines are sent in the order of their times, whatever order they came in")
    func order() {
        var queue = Self.queue([Self.line(3), Self.line(1), Self.line(2)])
        let taken = queue.take()
        _ = queue.add(Self.line(0))
        queue.putBack(taken)
        let times = queue.take().map(\.milliseconds)
        #expect(times == [0, 1000, 2000, 3000])
    }

    @Test("What there is no room for is counted, and the next line that finds room tells how many were lost")
    func loss() {
        var queue = Self.queue((0..<5).map { Self.line(Double($0)) }, limit: 250)
        #expect(queue.count == 2 && queue.lostCount == 3)
        let taken = queue.take()
        // What is on its way still counts.
        var isKept = [queue.add(Self.line(9))]
        queue.sent(taken)
        #expect(queue.bytes == 0)
        isKept.append(queue.add(Self.line(10)))
        #expect(isKept == [false, true])
        let first = queue.take().first?.text
        #expect(first == #"{"level":"warning","message":"Log lines before this one were lost.","lost":4}"#)
    }

    @Test("A line that is too long is cut between characters, and says so; an empty one is a dash")
    func cut() {
        let line = LogLine(at: Date(timeIntervalSince1970: 0), String(repeating: "ü", count: 200_000))
        #expect(line.bytes <= 262_144 && line.bytes > 262_140)
        #expect(line.text.hasSuffix("ü… (cut from 400000 bytes)"))
        #expect(LogLine(at: Date(timeIntervalSince1970: 0), "").text == "-")
    }

    @Test("A stream that fails sits out one turn, then two, four, at most sixty, until it works again")
    func turns() {
        var lane = LogLane(limit: .max)
        var rests: [Int] = []
        for _ in 0..<8 {
            let isDue = lane.takesTurn()
            #expect(isDue)
            lane.failed()
            #expect(lane.isFailing)
            var rest = 0
            while !lane.takesTurn() { rest += 1 }
            rests.append(rest)
        }
        #expect(rests == [1, 2, 4, 8, 16, 32, 60, 60])
        lane.worked()
        let isDue = [lane.takesTurn(), lane.takesTurn()]
        #expect(isDue == [true, true] && !lane.isFailing)
    }
}
