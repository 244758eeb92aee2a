import Networking
import Synchronization

/// How fast one account's session may ask each service in each region, so that AWS need not throttle it.
final class Paces: Sendable {
    private let buckets = Mutex<[SigningScope: TokenBucket]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.now = now
    }

    /// How long to wait before the operation is sent.
    func reserve(for operation: Operation) -> Duration {
        guard let pace = operation.service.pace else { return .zero }
        let time = now()
        return buckets.withLock {
            $0[operation.scope, default: TokenBucket(capacity: pace.burst, interval: pace.interval, now: time)]
                .reserve(now: time)
        }
    }
}

extension AWSService {
    /// A tenth below what AWS allows; nil where nothing comes near it.
    fileprivate var pace: (burst: Int, interval: Duration)? {
        switch self {
        // 10 a second: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
        case .cloudTrail: (10, .milliseconds(110))
        // 8 a second for the calls that list: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
        case .organizations: (8, .milliseconds(140))
        case .sts, .ec2, .sso, .ssoOIDC, .secretsManager, .ssm, .dynamoDB, .s3, .cloudWatchLogs: nil
        }
    }
}
