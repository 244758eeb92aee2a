import CloudTrailCore
import Foundation
import Testing

@Suite("The catalogue of findings")
struct CatalogueTests {
    @Test("The page is what the code says; make catalogue writes it anew")
    func isFresh() throws {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = project.appending(path: "Sources/CloudTrailCore/CloudTrailCore.docc/Findings.md")
        #expect(try String(contentsOf: page, encoding: .utf8) == Catalogue.markdown)
    }

    @Test("Each concern says what it is, what is at stake, what to do and what that takes", arguments: Concern.allCases)
    func complete(concern: Concern) throws {
        let section = try #require(
            Catalogue.markdown.split(separator: "\n## ").first { $0.hasPrefix(concern.title + "\n") })
        #expect(section.contains("`\(concern.rawValue)` · severity \(concern.severity.rawValue)"))
        #expect(section.contains("\naws "), "a command")
        #expect(!concern.permissions.isEmpty)
        #expect(concern.documentation.hasPrefix("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/"))
    }
}
