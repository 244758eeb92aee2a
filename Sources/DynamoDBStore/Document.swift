import CloudTrailCore
import FoundationEssentials

/// Values as the JSON text that is stored: sorted keys, so that equal values are equal text.
enum Document {
    /// What is stored is made of values that JSON can write.
    static func encode(_ value: some Encodable) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw StoreError(.unavailable, "A value cannot be written as JSON: \(error).")
        }
    }

    /// `what` names the value in the error, such as `The issue 123456789012/eu-west-1`.
    static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self, from text: String?, _ what: @autoclosure () -> String
    ) throws(StoreError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data((text ?? "").utf8))
        } catch {
            throw StoreError(.corrupt, "\(what()) in the database cannot be read.")
        }
    }
}
