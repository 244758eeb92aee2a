import CloudTrailCore
import Foundation
import Testing

@Suite("The documentation of the core")
struct DocumentationTests {
    /// The overview's example, compiled; what it prints.
    private func example() -> [String] {
        var printed: [String] = []
        func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }
        // swift-format-ignore
        do {
        // example begins
        let place = AccountRegion(AccountID("111122223333")!, Region("eu-west-1")!)
        let trail = Trail(arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", name: "main")
        let snapshot = RegionSnapshot(
            place: place,
            trails: .known([
                TrailSnapshot(trail: trail, status: .known(TrailStatus(isLogging: false)), selection: .known(.standard))
            ]))
        let verdict = Judge().verdict(on: snapshot, at: Date())
        print(verdict.condition, verdict.findings.severity)  // broken critical
        for advice in verdict.advice { print(advice.commands.joined(separator: "\n")) }
        // example ends
        }
        return printed
    }

    @Test("The overview's example is the one compiled here, and prints what it says")
    func overview() throws {
        let here = URL(filePath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "Sources/CloudTrailCore/CloudTrailCore.docc/CloudTrailCore.md"),
            encoding: .utf8)
        let shown = try #require(
            page.firstMatch(of: /(?s)```swift\nimport CloudTrailCore\nimport Foundation\n\n(.*?)```/)
        ).1
        let source = try String(contentsOf: here, encoding: .utf8)
        let compiled = try #require(source.firstMatch(of: /(?s)\/\/ example begins\n(.*?) *\/\/ example ends/)).1
        let lines = compiled.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.hasPrefix("        ") ? $0.dropFirst(8) : $0
        }
        #expect(lines.joined(separator: "\n") == shown)
        let printed = example()
        #expect(printed.first == "broken critical")
        #expect(
            printed.dropFirst().first?.hasPrefix("aws cloudtrail start-logging --name arn:aws:cloudtrail:eu-west-1")
                == true)
    }
}
