import CloudTrailCore
import Foundation
import Testing

@testable import ChatOps

@Suite("config/CHAT.md")
struct ChatPageTests {
    private static let page: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "config/CHAT.md"), encoding: .utf8)) ?? ""
    }()

    /// What the page has people type.
    private static let examples = page.split(separator: "\n").drop { $0 != "## What you can type" }
        .filter { $0.hasPrefix("| ") }.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } }

    @Test("Whatever it has people type is understood")
    func understood() {
        #expect(Self.examples.count > 25)
        for example in Self.examples {
            #expect(throws: Never.self, "\(example)") { try CommandParser().parse(example) }
        }
    }

    @Test("Every command has an example")
    func complete() {
        for usage in Usage.allCases {
            let wanted = usage.example ?? usage.rawValue
            let isThere =
                Self.examples.contains(wanted)
                // Those whose usage has a place to fill.
                || wanted.contains("<") && Self.examples.contains { $0.hasPrefix(usage.firstWord + " ") }
            #expect(isThere, "\(usage.rawValue)")
        }
    }

    @Test("Every button of an alert, and every kind of finding, is explained")
    func explained() async throws {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        _ = await house.say("snooze payments eu-west-1 for 4h")
        let issue = try #require(try await house.issue())
        let buttons = ActButtons(issues: [issue], playbook: house.playbook) {
            .alert(AlertSubject(cause: .noTrail(payments.id), recipient: "r"), $0)
        }
        let labels = buttons.all.map(\.label) + ["Snooze…", "Assign to…"]
        #expect(labels.count == 8)
        for label in labels { #expect(Self.page.contains("\n| *\(label)* |"), "\(label)") }
        for kind in Finding.Kind.allCases {
            #expect(Self.page.contains("\n| **CloudTrail \(kind.words)** |"), "\(kind.words)")
        }
    }
}
