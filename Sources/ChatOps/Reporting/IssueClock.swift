import CloudTrailCore
import Logging

/// Lets what ends by itself end: snoozes, and whitelist entries with an end.
public struct IssueClock: Sendable {
    private let book: IssueBook
    private let log: Logger

    public init(book: IssueBook, log: Logger) {
        self.book = book
        self.log = log
    }

    /// Looks once a minute, which is as exact as people state times, until the task is cancelled.
    public func run(clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            do throws(StoreError) { try await book.reviewAll() } catch {
                log.error("Snoozes and whitelist entries could not be looked at.", metadata: ["reason": "\(error)"])
            }
            try? await clock.sleep(for: .seconds(60))
        }
    }
}
