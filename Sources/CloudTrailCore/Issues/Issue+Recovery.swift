import struct FoundationEssentials.Date

extension Issue {
    /// Until when log files that do not reach their bucket can still be had: CloudTrail tries for 30 days. nil where every file
    /// arrives, and where nothing is recorded that could be delivered.
    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
    public var recoverableUntil: Date? {
        findings.contains(where: \.failsToDeliverFiles)
            ? timestamps.identified.addingTimeInterval(30 * 86_400) : nil
    }
}

extension Finding {
    /// Whether log files, not only what tells of them, fail to arrive.
    public var failsToDeliverFiles: Bool {
        guard case .deliveryErrors(let trails) = self else { return false }
        return trails.contains { $0.errors.contains { $0.target == .s3 } }
    }
}
