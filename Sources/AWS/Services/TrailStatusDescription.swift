import CloudTrailCore
import FoundationEssentials

/// A trail's state in the words of GetTrailStatus; times are seconds since 1970.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
struct TrailStatusDescription: Decodable, Sendable {
    var IsLogging: Bool
    var LatestDeliveryError: String?
    var LatestCloudWatchLogsDeliveryError: String?
    var LatestNotificationError: String?
    var LatestDigestDeliveryError: String?
    var LatestDeliveryTime: Double?
    var LatestCloudWatchLogsDeliveryTime: Double?
    var LatestNotificationTime: Double?
    var LatestDigestDeliveryTime: Double?
    var StartLoggingTime: Double?
    var StopLoggingTime: Double?

    /// `account` is who asked: to it AWS leaves the deliveries of another account's organization trail out.
    func status(of trail: Trail, seenFrom account: AccountID) -> TrailStatus {
        let isForeign = trail.isOrganization && trail.owner != account
        return TrailStatus(
            isLogging: IsLogging, deliveryErrors: deliveryErrors(of: trail),
            deliveryVisible: !(isForeign && LatestDeliveryError == nil),
            latestDelivery: Self.date(LatestDeliveryTime), latestDigestDelivery: Self.date(LatestDigestDeliveryTime),
            startedLogging: Self.date(StartLoggingTime), stoppedLogging: Self.date(StopLoggingTime))
    }

    private func deliveryErrors(of trail: Trail) -> [DeliveryError] {
        let errors: [(DeliveryTarget, String?, String?, Double?)] = [
            (.s3, LatestDeliveryError, trail.bucket, LatestDeliveryTime),
            (
                .cloudWatchLogs, LatestCloudWatchLogsDeliveryError, trail.logGroupARN,
                LatestCloudWatchLogsDeliveryTime
            ),
            (.sns, LatestNotificationError, trail.topicARN, LatestNotificationTime),
            (.digest, LatestDigestDeliveryError, trail.bucket, LatestDigestDeliveryTime),
        ]
        return errors.compactMap { target, error, resource, latest in
            error.unlessEmpty.map {
                DeliveryError(target: target, code: $0, resource: resource, lastSuccess: Self.date(latest))
            }
        }
    }

    private static func date(_ seconds: Double?) -> Date? {
        seconds.map(Date.init(timeIntervalSince1970:))
    }
}
