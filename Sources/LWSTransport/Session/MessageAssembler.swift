import FoundationEssentials

/// Puts messages together from the pieces libwebsockets hands out.
struct MessageAssembler {
    enum Outcome: Equatable {
        case incomplete
        case message(Data)
        case tooLarge
    }

    private let limit: Int
    private var pieces = Data()

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ piece: UnsafeRawBufferPointer, isLast: Bool) -> Outcome {
        guard pieces.count + piece.count <= limit else {
            pieces = Data()
            return .tooLarge
        }
        if pieces.isEmpty && isLast { return .message(Data(piece)) }
        pieces.append(contentsOf: piece)
        guard isLast else { return .incomplete }
        defer { pieces = Data() }
        return .message(pieces)
    }
}
