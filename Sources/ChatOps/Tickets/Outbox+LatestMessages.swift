import CloudTrailCore

extension Outbox {
    /// Each recipient's latest message about this episode of an issue, by recipient.
    func latestMessages(about issue: Issue) async throws(StoreError) -> [(MessageReference, IssueEvent)] {
        var latest: [String: (MessageReference, IssueEvent)] = [:]
        for notice in try await notices(about: issue.place)
        where notice.issue.timestamps.identified == issue.timestamps.identified {
            if case .delivered(let reference, _) = notice.state { latest[notice.recipient] = (reference, notice.event) }
        }
        return latest.sorted { $0.key < $1.key }.map(\.value)
    }
}
