import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("AWS's answers and the verdict on them")
struct FixtureTests {
    @Test("Each file of Fixtures comes to its verdict", arguments: Fixture.files)
    func verdict(file: String) async throws {
        let fixture = try Fixture.read(file)
        var baseline: RegionBaseline?
        if let before = fixture.before {
            baseline = try await Self.verdict(of: FixtureEstate(fixture, before), since: nil, file).baseline
        }
        let verdict = try await Self.verdict(of: FixtureEstate(fixture, fixture.now), since: baseline, file)
        #expect(try verdict.told.line == fixture.verdict.line, "\(file): \(fixture.shows)")
        if let expected = fixture.advice {
            let advice = verdict.advice.map { ($0.concern.rawValue, $0.commands) }
            #expect(Dictionary(advice) { $0 + $1 } == expected, "\(file): \(fixture.shows)")
        }
    }

    @Test("Each file of Fixtures is read as a whole, and says what it shows", arguments: Fixture.files)
    func isWhole(file: String) throws {
        #expect(
            file.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*\.json/) != nil,
            "\(file) is not named by what it shows, in small letters and hyphens")
        let fixture = try Fixture.read(file)
        #expect(fixture.shows.hasSuffix("."), "\(file) says what it shows in no sentence")
        let document = try JSONDecoder().decode(JSONValue.self, from: try Fixture.data(file))
        #expect(try fixture.written() == document, "\(file) has a member that is not read")
    }

    @Test("The fixtures are found, each of them shows something else")
    func differ() throws {
        #expect(Fixture.files.count >= 80)
        let sentences = try Fixture.files.map { try Fixture.read($0).shows }
        #expect(Set(sentences).count == sentences.count)
    }

    private static func verdict(
        of estate: FixtureEstate, since baseline: RegionBaseline?, _ file: String
    ) async throws -> Verdict {
        let verdict = try await estate.verdict(since: baseline)
        #expect(estate.asksGoneAstray == [], "\(file)")
        #expect(estate.answersNotAsked == [], "\(file)")
        return verdict
    }
}

extension JSONValue {
    /// One text for equal values, to be compared by eye.
    fileprivate var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
