import FoundationEssentials
import Testing

@testable import LWSTransport

@Suite("Message assembler")
struct MessageAssemblerTests {
    private func append(
        _ text: String, isLast: Bool, to assembler: inout MessageAssembler
    ) -> MessageAssembler.Outcome {
        Data(text).withUnsafeBytes { assembler.append($0, isLast: isLast) }
    }

    @Test("Pieces become one message, and the next begins anew")
    func joinsPieces() {
        var assembler = MessageAssembler(limit: 10)
        #expect(append("ab", isLast: false, to: &assembler) == .incomplete)
        #expect(append("", isLast: false, to: &assembler) == .incomplete)
        #expect(append("cd", isLast: true, to: &assembler) == .message(Data("abcd")))
        #expect(append("e", isLast: true, to: &assembler) == .message(Data("e")))
        #expect(append("", isLast: true, to: &assembler) == .message(Data()))
    }

    @Test("The limit is for the whole message")
    func limits() {
        var assembler = MessageAssembler(limit: 4)
        #expect(append("abcd", isLast: true, to: &assembler) == .message(Data("abcd")))
        #expect(append("abcde", isLast: true, to: &assembler) == .tooLarge)
        #expect(append("abc", isLast: false, to: &assembler) == .incomplete)
        #expect(append("de", isLast: false, to: &assembler) == .tooLarge)
    }
}
