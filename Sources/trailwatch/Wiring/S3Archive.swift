import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles

/// Keeps reports in the bucket that config.json names, below `trailwatch/`.
struct S3Archive: ReportArchive {
    private let bucket: S3Bucket

    /// nil without a bucket.
    init?(_ configuration: Configuration, _ access: AWSAccess) {
        guard let name = configuration.report?.bucket else { return nil }
        bucket = S3Bucket(named: name, access, region: configuration.aws.region)
    }

    func keep(_ file: SharedFile) async throws(ReportArchiveError) {
        let type = file.name.hasSuffix(".png") ? "image/png" : "text/csv; charset=utf-8"
        do throws(AWSError) {
            try await bucket.put(file.content, key: "trailwatch/\(file.name)", type: type)
        } catch {
            throw ReportArchiveError(error.description)
        }
    }
}

extension ReportPlan {
    /// nil where no report is scheduled.
    init?(_ configuration: Configuration) {
        guard let report = configuration.report else { return nil }
        self.init(
            schedule: report.schedule, channel: configuration.slack.isEnabled ? report.channel : nil,
            isArchived: report.bucket != nil, hasPicture: report.hasPicture)
    }
}
