import ChatOps
import Networking
import Testing

@testable import Jira

@Suite("A message as a text file")
struct PlainTextTests {
    @Test("Every block is there, links with where they lead, without buttons")
    func everyBlock() {
        let blocks: [Message.Block] = [
            .heading("What is\nwrong"), .paragraph("a \(bold: "b") \(code: "c")"),
            .list(["one", "\(link: "two", "https://x")"]),
            .facts([.init("Region", "eu-west-1")]), .code("aws cloudtrail\r\nstart-logging"),
            .note("\(link: "https://x", "https://x")"),
            .buttons([]),
        ]
        #expect(
            PlainText.render(blocks) == """
                What is wrong
                =============

                a b c

                - one
                - two <https://x>

                - Region: eu-west-1

                aws cloudtrail
                start-logging

                https://x

                """)
    }
}

@Suite("The mark of an update")
struct UpdateMarkTests {
    static let id = "111111111111/eu-west-1@1700000000-open"

    @Test("is found in either format, beside others, and nowhere else")
    func found() {
        let blocks: [Message.Block] = [
            .paragraph("Trailwatch updates"), UpdateMark.block(Self.id), UpdateMark.block("b"),
        ]
        #expect(UpdateMark.ids(in: AtlassianDocument.render(blocks)) == [Self.id, "b"])
        #expect(UpdateMark.ids(in: .string(WikiMarkup.render(blocks))) == [Self.id, "b"])
        #expect(UpdateMark.ids(in: "No update of Trailwatch") == [])
        #expect(UpdateMark.ids(in: .null) == [])
    }
}
