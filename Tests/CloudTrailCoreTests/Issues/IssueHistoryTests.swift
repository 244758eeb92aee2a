import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("An issue's history")
struct IssueHistoryTests {
    private func history(_ entries: (IssueHistory.Entry.What, Int)...) -> IssueHistory {
        IssueHistory(entries.map { .init(at: day($0.1), what: $0.0) })
    }

    @Test("Hammer's timestamps follow from the entries of the present episode")
    func timestamps() {
        #expect(
            history((.opened, 0), (.told, 1), (.changed, 2), (.told, 3), (.resolved, 4), (.closed, 5)).timestamps
                == .init(identified: day(0), updated: day(5), reported: day(1), resolved: day(4), closed: day(5)))
        #expect(
            history((.opened, 0), (.told, 0), (.resolved, 1), (.closed, 1), (.opened, 20)).timestamps
                == .init(identified: day(20), updated: day(20)), "an episode knows nothing of the one before")
        #expect(history().timestamps.identified == .distantPast)
    }

    @Test("What came back has neither resolved nor closed times, even where two clocks disagree")
    func reopened() {
        for moment in [6, 5, 3] {
            let times = history((.opened, 0), (.told, 0), (.resolved, 5), (.closed, 5), (.reopened, moment)).timestamps
            #expect(times.resolved == nil && times.closed == nil && times.reported == day(0))
        }
        let again = history((.opened, 0), (.resolved, 1), (.reopened, 2), (.resolved, 3)).timestamps
        #expect(again.resolved == day(3) && again.closed == nil)
    }

    @Test("What is wrong is so since it was opened, changed, got worse or came back")
    func findingsSince() {
        #expect(history((.opened, 0), (.told, 1), (.acknowledged, 2), (.snoozeEnded, 3)).findingsSince == day(0))
        for what in [IssueHistory.Entry.What.changed, .worsened, .reopened] {
            #expect(history((.opened, 0), (what, 2), (.whitelisted, 3)).findingsSince == day(2))
        }
    }

    @Test("The oldest entries go first, but never the beginning of the episode, nor its first telling")
    func limit() {
        var history = history((.opened, 0), (.resolved, 1), (.closed, 1), (.opened, 10), (.changed, 11), (.told, 12))
        for number in 1...IssueHistory.limit { history.add(.changed, at: day(12 + number)) }
        #expect(history.entries.count == IssueHistory.limit)
        #expect(history.entries.prefix(3).map(\.what) == [.opened, .told, .changed])
        #expect(history.timestamps.identified == day(10) && history.timestamps.reported == day(12))
        #expect(history.entries.last?.at == day(12 + IssueHistory.limit))
    }

    @Test("It is stored as the list of its entries")
    func coding() throws {
        let history = history((.opened, 0), (.told, 1))
        let data = try JSONEncoder().encode(history)
        #expect(String(decoding: data, as: UTF8.self).hasPrefix("["))
        #expect(try JSONDecoder().decode(IssueHistory.self, from: data) == history)
    }
}
