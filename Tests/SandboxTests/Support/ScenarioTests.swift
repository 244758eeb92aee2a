import Foundation
import Networking
import Testing

@testable import Sandbox

@Suite struct ScenarioTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func shipped(_ name: String) throws -> Scenario {
        try Scenario.load(name, near: root.appending(path: "Tests/SandboxTests").path)
    }

    @Test("The shipped scenarios can be played", arguments: ["incident", "quiet", "organization", "hostile"])
    func shippedScenarios(name: String) throws {
        let scenario = try Self.shipped(name)
        _ = try AWSEstate(scenario.aws)
        #expect(scenario.places.contains { $0.name == scenario.channel })
    }

    @Test("The incident has every kind of trouble")
    func incident() throws {
        let aws = try Self.shipped("incident").aws
        #expect((6...8).contains(aws.accounts.count))
        #expect((3...4).contains(aws.regions.count))
        let trails = aws.accounts.flatMap(\.trails)
        #expect(trails.contains { $0.isLogging == false })
        #expect(trails.contains { $0.deliveryError != nil })
        #expect(trails.contains { $0.cloudWatchError != nil })
        let selectors = Set(trails.compactMap(\.selectors))
        #expect(selectors.isSuperset(of: [.noManagement, .writeOnly, .advancedAll, .advancedNoManagement]))
        #expect(aws.accounts.contains { $0.roleDenied == true })
        #expect(
            Set(aws.accounts.flatMap { $0.troubles ?? [] }.map(\.kind)).isSuperset(of: [
                .denied, .throttled, .malformed,
            ]))
        #expect(aws.steps?.isEmpty == false)
    }

    @Test("The organization has a thousand accounts under one trail, which somebody stops")
    func organization() throws {
        let aws = try Self.shipped("organization").aws
        #expect(aws.accounts.count == 1000)
        #expect(Set(aws.accounts.map(\.id)).count == 1000)
        #expect(aws.accounts.allSatisfy { $0.id.count == 12 })
        #expect(aws.accounts.last?.name == "team-995")
        var estate = Estate(scenario: aws)
        let last = try #require(aws.accounts.last)
        #expect(EstatePicture(estate).state(of: last, in: "eu-west-1").0 == .recorded)
        try estate.take(try #require(aws.steps?.first))
        #expect(EstatePicture(estate).state(of: last, in: "eu-west-1").0 == .silent)
    }

    @Test("The hostile one has markup, directions, emoji and errors of 20,000 characters")
    func hostile() throws {
        let aws = try Self.shipped("hostile").aws
        let names = aws.accounts.map(\.name).joined()
        let parts = ["<!channel>", "<script>", "\u{202E}", "\u{1F4A3}", "مركز"]
        for part in parts { #expect(names.contains(part), "\(part)") }
        let errors = aws.accounts.flatMap { $0.troubles ?? [] }.map { $0.words("") }
        #expect(errors.count == 2)
        #expect(errors.allSatisfy { $0.unicodeScalars.count >= 20_000 })
    }

    @Test("A mistake in a scenario is one sentence with its place")
    func mistakes() throws {
        func sentence(_ patch: JSONValue) throws -> String {
            let data = try Data(contentsOf: Self.root.appending(path: "config/sandbox/quiet.json"))
            let changed = try JSONValue(parsing: data).merged(with: patch)
            do {
                _ = try Scenario(json: changed.encoded)
                return "taken"
            } catch let mistake as SandboxMistake {
                return mistake.description
            }
        }
        #expect(try sentence([:]) == "taken")
        #expect(try sentence(["you": "zoe"]) == "`you` is none of the people.")
        #expect(try sentence(["team": nil]) == "the scenario lacks `team`.")
        #expect(try sentence(["aws": ["accounts": [["id": "1"]]]]) == "aws.accounts.[0] lacks `name`.")
        #expect(
            try sentence(["channels": [["name": "security", "members": ["zoe"]]]])
                == "#security has a member zoe, who is none of the people.")
        #expect(throws: SandboxMistake.self) { try Scenario.load("none", near: "/nowhere") }
    }
}
