import ChatOps
import CloudTrailCore
import Testing

/// One sentence of the store's contract and the check that holds a store to it. Knows no implementation: any `Store`
/// passes all of them, each on an empty store of its own.
public struct StoreBehavior: Sendable, CustomTestStringConvertible {
    public let sentence: String
    public let check: @Sendable (any Store) async throws -> Void

    init(_ sentence: String, _ check: @escaping @Sendable (any Store) async throws -> Void) {
        self.sentence = sentence
        self.check = check
    }

    public var testDescription: String { sentence }

    public static let all = issues + notices + baselines + requests + whitelist + scans + audit
}
