import FoundationEssentials

extension JSONEncoder {
    /// The same bytes for the same value, slashes as people write them.
    static var slack: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
