import CloudTrailCore
import Synchronization

/// The value of the document that was decoded last: one that is asked for often and seldom changes.
final class LastDecoded<Value: Sendable>: Sendable {
    private let last = Mutex<(document: String, value: Value)?>(nil)

    func value(
        of document: String, _ decode: (String) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        if let known = last.withLock({ $0?.document == document ? $0?.value : nil }) { return known }
        let value = try decode(document)
        last.withLock { $0 = (document, value) }
        return value
    }
}
