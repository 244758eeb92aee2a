/// A trail as DescribeTrails shows it in one region; for multi-region and organization trails homed elsewhere this is the
/// region's copy ("shadow trail"), with the same ARN.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
public struct Trail: Hashable, Sendable, Codable {
    public var arn: String
    public var name: String
    public var homeRegion: Region?
    public var isMultiRegion: Bool
    public var isOrganization: Bool
    public var bucket: String?
    /// The folder in the bucket, without slashes at its ends.
    public var bucketPrefix: String?
    public var kmsKeyID: String?
    public var logGroupARN: String?
    /// The role that CloudTrail assumes to write to the log group.
    public var logRoleARN: String?
    public var topicARN: String?
    public var validatesLogFiles: Bool
    /// `HasCustomEventSelectors`: false means that all management events are logged; nil when AWS left it out.
    public var hasCustomEventSelectors: Bool?

    public init(
        arn: String, name: String, homeRegion: Region? = nil, isMultiRegion: Bool = false,
        isOrganization: Bool = false, bucket: String? = nil, bucketPrefix: String? = nil, kmsKeyID: String? = nil,
        logGroupARN: String? = nil, logRoleARN: String? = nil, topicARN: String? = nil,
        validatesLogFiles: Bool = false, hasCustomEventSelectors: Bool? = nil
    ) {
        self.arn = arn
        self.name = name
        self.homeRegion = homeRegion
        self.isMultiRegion = isMultiRegion
        self.isOrganization = isOrganization
        self.bucket = bucket
        self.bucketPrefix = bucketPrefix
        self.kmsKeyID = kmsKeyID
        self.logGroupARN = logGroupARN
        self.logRoleARN = logRoleARN
        self.topicARN = topicARN
        self.validatesLogFiles = validatesLogFiles
        self.hasCustomEventSelectors = hasCustomEventSelectors
    }

    /// The account in the ARN: for an organization trail the management account (or delegated administrator).
    public var owner: AccountID? { arnPart(4).flatMap { AccountID($0) } }

    /// `aws`, `aws-cn`, `aws-us-gov` …; ARNs made for this trail must be of the same.
    public var partition: String { arnPart(1) ?? "aws" }

    private func arnPart(_ index: Int) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? String(parts[index]) : nil
    }
}
