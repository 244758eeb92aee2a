import struct FoundationEssentials.Date

/// What GetTrailStatus says of a trail in ONE region.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
public struct TrailStatus: Hashable, Sendable, Codable {
    public var isLogging: Bool
    /// Only targets whose error field was present and not empty.
    public var deliveryErrors: [DeliveryError]
    /// false where AWS shows delivery only to the trail's owner (an organization trail, asked from a member).
    public var deliveryVisible: Bool
    public var latestDelivery: Date?
    public var latestDigestDelivery: Date?
    public var startedLogging: Date?
    public var stoppedLogging: Date?

    public init(
        isLogging: Bool, deliveryErrors: [DeliveryError] = [], deliveryVisible: Bool = true,
        latestDelivery: Date? = nil,
        latestDigestDelivery: Date? = nil, startedLogging: Date? = nil, stoppedLogging: Date? = nil
    ) {
        self.isLogging = isLogging
        self.deliveryErrors = deliveryErrors
        self.deliveryVisible = deliveryVisible
        self.latestDelivery = latestDelivery
        self.latestDigestDelivery = latestDigestDelivery
        self.startedLogging = startedLogging
        self.stoppedLogging = stoppedLogging
    }
}

/// Where a trail delivers to.
public enum DeliveryTarget: String, Hashable, Sendable, Codable, CaseIterable {
    case s3
    case cloudWatchLogs
    case sns
    case digest
}

/// A delivery that fails.
public struct DeliveryError: Hashable, Sendable, Codable {
    /// Our own code, where AWS states no error but no digest came for more than a day.
    public static let digestOverdue = "DigestOverdue"

    public var target: DeliveryTarget
    /// The S3 error code (`AccessDenied`, `NoSuchBucket` …) or, for CloudWatch Logs, AWS's sentence: text from outside.
    public var code: String
    /// The bucket, log group or topic that is not reached.
    public var resource: String?
    /// The last delivery that worked, where AWS says it: it fails since then.
    public var lastSuccess: Date?

    public init(target: DeliveryTarget, code: String, resource: String? = nil, lastSuccess: Date? = nil) {
        self.target = target
        self.code = code
        self.resource = resource
        self.lastSuccess = lastSuccess
    }
}
