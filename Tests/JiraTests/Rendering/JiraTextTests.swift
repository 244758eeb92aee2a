import ChatOps
import Networking
import Testing

@testable import Jira

@Suite("A description that is too long")
struct JiraTextTests {
    private let notice = "{color:#707070}The rest is cut: JIRA takes no more text.{color}"

    private func wiki(_ blocks: [Message.Block], _ limit: Int) -> String? {
        JiraText(blocks, for: .dataCenter, limit: limit).value.string
    }

    @Test("is left alone at exactly the limit")
    func fits() {
        let description = JiraText([.paragraph("0123456789")], for: .dataCenter, limit: 10)
        #expect(description.value == "0123456789" && !description.isCut)
    }

    @Test("keeps whole blocks, then the part of the next one that fits, and says so")
    func prefix() {
        let blocks: [Message.Block] = [
            .paragraph("first"), .list(["one", "two", "three three three"]),
            .paragraph(RichText(stringLiteral: String(repeating: "x", count: 60))),
        ]
        let kept = "first\n\n* one\n* two\n\n\(notice)"
        #expect(wiki(blocks, kept.utf16.count) == kept)
        #expect(wiki(blocks, kept.utf16.count - 1) == "first\n\n* one\n\n\(notice)")
    }

    @Test("cuts text by characters, never within one", arguments: [JiraDeployment.cloud, .dataCenter])
    func text(_ deployment: JiraDeployment) throws {
        let description = JiraText(
            [.paragraph(RichText(stringLiteral: String(repeating: "👩‍👩‍👧‍👦", count: 2000)))], for: deployment, limit: 5000)
        let text = description.value.string ?? description.value.text
        #expect(description.isCut)
        #expect(text.contains("👩‍👩‍👧‍👦…") && !text.contains("\u{FFFD}"))
        let length = deployment == .cloud ? text.utf8.count : text.utf16.count
        #expect((4900...5000).contains(length))
    }

    @Test("counts as JIRA does, in UTF-16")
    func summary() {
        #expect("🚫🚫🚫".cut(to: 6) == "🚫🚫🚫")
        #expect("🚫🚫🚫".cut(to: 5) == "🚫🚫…")
        #expect("🚫🚫🚫".cut(to: 4) == "🚫…")
        #expect("abc".cut(to: 1) == "…" && "abc".cut(to: 0) == "")
    }
}
