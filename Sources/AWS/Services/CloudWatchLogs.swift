import CloudTrailCore

/// CloudWatch Logs in one region, as far as it is written to.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
struct CloudWatchLogs: Sendable {
    private static let target = "Logs_20140328"

    let client: AWSClient
    let region: Region

    /// Does nothing where it is there already.
    func createGroup(_ name: String) async throws(AWSError) {
        try await create(Operation(.createLogGroup, in: region), Place(logGroupName: name))
    }

    /// The same; its group must be there.
    func createStream(_ stream: LogStream) async throws(AWSError) {
        try await create(
            Operation(.createLogStream, in: region), Place(logGroupName: stream.group, logStreamName: stream.name))
    }

    private func create(_ operation: Operation, _ place: Place) async throws(AWSError) {
        do throws(AWSError) {
            try await client.order(operation, target: Self.target, place)
        } catch let error where error.code == "ResourceAlreadyExistsException" {
            return
        }
    }

    /// Writes events in the order of their times; answers how many of them AWS rejected, being too old or too new.
    func put(_ events: [LogLine], to stream: LogStream) async throws(AWSError) -> Int {
        let answer = try await client.json(
            Operation(.putLogEvents, in: region), target: Self.target,
            Events(
                logGroupName: stream.group, logStreamName: stream.name,
                logEvents: events.map { .init(timestamp: $0.milliseconds, message: $0.text) }),
            as: Answer.self)
        return answer.rejectedLogEventsInfo?.count(of: events.count) ?? 0
    }
}

private struct Place: Encodable {
    var logGroupName: String
    var logStreamName: String?
}

private struct Events: Encodable {
    struct Event: Encodable {
        var timestamp: Int
        var message: String
    }

    var logGroupName: String
    var logStreamName: String
    var logEvents: [Event]
}

private struct Answer: Decodable {
    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_RejectedLogEventsInfo.html
    struct Rejected: Decodable {
        /// The first that is too new.
        var tooNewLogEventStartIndex: Int?
        /// One after the last that is too old; the same of those older than the group keeps.
        var tooOldLogEventEndIndex: Int?
        var expiredLogEventEndIndex: Int?

        func count(of all: Int) -> Int {
            let old = max(tooOldLogEventEndIndex ?? 0, expiredLogEventEndIndex ?? 0)
            return min(max(old, 0) + max(all - (tooNewLogEventStartIndex ?? all), 0), all)
        }
    }

    var rejectedLogEventsInfo: Rejected?
}
