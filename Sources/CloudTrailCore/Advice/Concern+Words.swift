// What the catalogue says of each concern: when it speaks, what is at stake, what mending it takes, and where AWS says so.

extension Concern {
    private static let guide = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/"

    public var title: String {
        switch self {
        case .noTrails: "There is no trail"
        case .stopped: "Logging is stopped"
        case .noManagementEvents: "Trails log, but no management events"
        case .writesMissing: "Write events are not recorded"
        case .readsMissing: "Read events are not recorded"
        case .sourceMissing: "Events of a service are not recorded"
        case .filtered: "Only some events are recorded"
        case .s3: "Log files do not reach the S3 bucket"
        case .cloudWatchLogs: "Events do not reach CloudWatch Logs"
        case .sns: "Notifications do not reach the SNS topic"
        case .digest: "Digest files do not arrive"
        case .trailGone: "A trail is gone"
        case .multiRegionLost: "A trail is no longer multi-region"
        case .bucketChanged: "A trail delivers to another bucket"
        case .keyChanged: "A trail encrypts with another key"
        case .logGroupChanged: "A trail's CloudWatch log group changed"
        case .validationLost: "Log-file validation was turned off"
        case .selectorsChanged: "A trail's event selectors changed"
        }
    }

    /// When it is found.
    public var rule: String {
        switch self {
        case .noTrails:
            "DescribeTrails lists no trail in the region, copies of multi-region and organization trails included."
        case .stopped:
            "No logging trail takes management events, and those that would answer GetTrailStatus with IsLogging false."
        case .noManagementEvents:
            "At least one trail logs, but the selectors of no trail, logging or stopped, take management events."
        case .writesMissing: "The selectors of all logging trails together take no write management events."
        case .readsMissing: "The selectors of all logging trails together take no read management events."
        case .sourceMissing:
            "Every logging trail that takes management events excludes the service, such as kms.amazonaws.com or rdsdata.amazonaws.com."
        case .filtered:
            "Management events are taken only by selectors with further conditions, so that others are left out."
        case .s3: "A logging trail's LatestDeliveryError is set."
        case .cloudWatchLogs: "A logging trail's LatestCloudWatchLogsDeliveryError is set."
        case .sns: "A logging trail's LatestNotificationError is set."
        case .digest:
            "A logging trail's LatestDigestDeliveryError is set; or log-file validation is on, logging has run for over 24 hours and the LatestDigestDeliveryTime is over 24 hours old."
        case .trailGone: "A trail that the region had at the last look is not listed any more."
        case .multiRegionLost: "IsMultiRegionTrail was true at the last look."
        case .bucketChanged: "S3BucketName is not what it was at the last look."
        case .keyChanged: "KmsKeyId is not what it was at the last look."
        case .logGroupChanged: "CloudWatchLogsLogGroupArn is not what it was at the last look."
        case .validationLost: "LogFileValidationEnabled was true at the last look."
        case .selectorsChanged:
            "GetEventSelectors does not answer what it did at the last look; names and order do not count."
        }
    }

    public var risk: String {
        switch self {
        case .noTrails, .stopped, .noManagementEvents:
            "Nothing that is done in the region is recorded. Event history keeps management events for 90 days, and cannot be relied on as evidence."
        case .writesMissing: "Changes to resources and permissions leave no trace."
        case .readsMissing: "Reconnaissance leaves no trace: who listed, described or read what."
        case .sourceMissing: "What is done with that service leaves no trace."
        case .filtered: "What the conditions leave out leaves no trace."
        case .s3: "Log files pile up undelivered. CloudTrail retries for 30 days; later they are lost."
        case .cloudWatchLogs:
            "Alarms and subscriptions on the log group do not see what happens. The events are not sent again."
        case .sns:
            "Whoever waits for the notification does not learn that log files arrived. The files themselves do arrive."
        case .digest: "Without digests nobody can prove that log files were not changed or deleted."
        case .trailGone, .multiRegionLost: "Regions may be recorded by fewer trails than was meant, or by none."
        case .bucketChanged:
            "Log files go where those who watch the old bucket do not look, perhaps to another account."
        case .keyChanged: "Those who could read the log files may not be able to any more."
        case .logGroupChanged: "Alarms and subscriptions on the old log group see nothing any more."
        case .validationLost: "Nobody can prove any more that log files were not changed or deleted."
        case .selectorsChanged: "Events may be left out that were meant to be recorded."
        }
    }

    /// What whoever mends it must be allowed to do.
    public var permissions: [String] {
        switch self {
        case .noTrails, .trailGone: ["cloudtrail:CreateTrail", "cloudtrail:StartLogging"]
        case .stopped: ["cloudtrail:StartLogging"]
        case .noManagementEvents, .writesMissing, .readsMissing, .sourceMissing, .filtered, .selectorsChanged:
            ["cloudtrail:GetEventSelectors", "cloudtrail:PutEventSelectors"]
        case .s3, .digest: ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:CreateBucket"]
        case .cloudWatchLogs:
            ["logs:CreateLogGroup", "iam:SimulatePrincipalPolicy", "iam:PassRole", "cloudtrail:UpdateTrail"]
        case .sns: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"]
        case .logGroupChanged: ["cloudtrail:UpdateTrail", "iam:PassRole"]
        case .multiRegionLost, .bucketChanged, .keyChanged, .validationLost: ["cloudtrail:UpdateTrail"]
        }
    }

    public var documentation: String {
        switch self {
        case .noTrails, .trailGone:
            Self.guide + "cloudtrail-create-and-update-a-trail-by-using-the-aws-cli-create-trail.html"
        case .stopped: Self.guide + "cloudtrail-turning-off-logging.html"
        case .noManagementEvents, .writesMissing, .readsMissing, .sourceMissing, .filtered, .selectorsChanged:
            Self.guide + "logging-management-events-with-cloudtrail.html"
        case .s3, .bucketChanged: Self.guide + "create-s3-bucket-policy-for-cloudtrail.html"
        case .cloudWatchLogs, .logGroupChanged: Self.guide + "send-cloudtrail-events-to-cloudwatch-logs.html"
        case .sns: Self.guide + "cloudtrail-permissions-for-sns-notifications.html"
        case .digest, .validationLost: Self.guide + "cloudtrail-log-file-validation-intro.html"
        case .multiRegionLost: Self.guide + "cloudtrail-multi-region-trails.html"
        case .keyChanged: Self.guide + "encrypting-cloudtrail-log-files-with-aws-kms.html"
        }
    }
}
