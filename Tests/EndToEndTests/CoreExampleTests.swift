import Foundation
import Testing

@Suite("The core's example")
struct CoreExampleTests {
    @Test("It runs, and the page about the core shows it and what it prints, to the letter")
    func page() async throws {
        let outcome = try await Program.run("core-example", [], environment: [:])
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
        let code = try String(
            contentsOfFile: Prometheus.project + "Sources/core-example/main.swift", encoding: .utf8)
        let page = try String(
            contentsOfFile: Prometheus.project + "Sources/CloudTrailCore/CloudTrailCore.docc/CloudTrailCore.md",
            encoding: .utf8)
        #expect(page.contains("```swift\n\(code)```\n"))
        #expect(page.contains("```\n\(outcome.output)```\n"), "\(outcome.output)")
        #expect(outcome.output.contains("111122223333/eu-west-1: broken\n  opened, critical\n"))
        #expect(outcome.output.contains("111122223333/us-east-1: unknown\n"))
    }
}
