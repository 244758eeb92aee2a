import CloudTrailCore

/// A trail in the words of DescribeTrails.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
struct TrailDescription: Decodable, Sendable {
    var TrailARN: String
    var Name: String?
    var HomeRegion: String?
    var IsMultiRegionTrail: Bool?
    var IsOrganizationTrail: Bool?
    var S3BucketName: String?
    var S3KeyPrefix: String?
    var KmsKeyId: String?
    var CloudWatchLogsLogGroupArn: String?
    var CloudWatchLogsRoleArn: String?
    var SnsTopicARN: String?
    var LogFileValidationEnabled: Bool?
    var HasCustomEventSelectors: Bool?

    var trail: Trail {
        Trail(
            arn: TrailARN, name: Name ?? TrailARN, homeRegion: HomeRegion.flatMap(Region.init),
            isMultiRegion: IsMultiRegionTrail ?? false, isOrganization: IsOrganizationTrail ?? false,
            bucket: S3BucketName.unlessEmpty, bucketPrefix: S3KeyPrefix.unlessEmpty, kmsKeyID: KmsKeyId.unlessEmpty,
            logGroupARN: CloudWatchLogsLogGroupArn.unlessEmpty, logRoleARN: CloudWatchLogsRoleArn.unlessEmpty,
            topicARN: SnsTopicARN.unlessEmpty,
            validatesLogFiles: LogFileValidationEnabled ?? false, hasCustomEventSelectors: HasCustomEventSelectors)
    }
}

extension String? {
    /// Emulators and old answers write "" where AWS leaves a key out.
    var unlessEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
