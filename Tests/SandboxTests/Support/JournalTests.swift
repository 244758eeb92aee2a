import Testing

@testable import Sandbox

@Suite struct JournalTests {
    @Test("An entry that came before the wait is found from its mark on")
    func past() async throws {
        let journal = Journal<Int>()
        [1, 2, 3].forEach(journal.append)
        #expect(try await journal.first(since: 1, within: .seconds(5)) { $0 < 3 ? $0 : nil } == 2)
    }

    @Test("An entry that comes later ends the wait")
    func future() async throws {
        let journal = Journal<Int>()
        async let found = journal.first(within: .seconds(20)) { $0 == 7 ? $0 : nil }
        journal.append(6)
        journal.append(7)
        #expect(try await found == 7)
    }

    @Test("Nothing within the limit is nil")
    func limit() async throws {
        #expect(try await Journal<Int>().entry(at: 0, within: .milliseconds(1)) == nil)
    }
}
