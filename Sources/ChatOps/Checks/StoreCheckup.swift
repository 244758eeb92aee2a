import CloudTrailCore
import FoundationEssentials

/// Looks at a store that is open: whether it reads, and writes.
public struct StoreCheckup: Sendable {
    private let store: any SeenRequests & ScanHistory
    private let now: @Sendable () -> Date

    public init(store: any SeenRequests & ScanHistory, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    public func checks() async -> [Check] {
        [await reading(), await writing()]
    }

    private func reading() async -> Check {
        do throws(StoreError) {
            let last = try await store.latestScan()
            return Check(
                "store", "reading", .good,
                last.map { "the last scan ended \(Moment.text($0.finishedAt))" } ?? "no scan yet")
        } catch {
            return Check("store", "reading", .bad, error.message, remedy: Self.remedy)
        }
    }

    /// Writes what a request would leave, and takes it back.
    private func writing() async -> Check {
        let id = "doctor-\(UUID().uuidString)"
        do throws(StoreError) {
            _ = try await store.claim(id, at: now())
            try await store.release(id)
            return Check("store", "writing", .good, "a record was written and taken back")
        } catch {
            return Check("store", "writing", .bad, error.message, remedy: Self.remedy)
        }
    }

    private static let remedy =
        "Give the bot's user the right to read and write there, and room; for DynamoDB: manifests/aws/bot-policy.yaml."
}
