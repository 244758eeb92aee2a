import FoundationEssentials

extension Mending {
    func delivering(_ error: DeliveryError, _ trail: Trail) -> [String] {
        switch error.target {
        case .s3, .digest: ownersNote(trail) + mendingBucket(error, trail)
        case .cloudWatchLogs: ownersNote(trail) + mendingLogGroup(trail)
        case .sns: ownersNote(trail) + mendingTopic(trail)
        }
    }

    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    private func mendingBucket(_ error: DeliveryError, _ trail: Trail) -> [String] {
        let bucket = trail.bucket ?? "<bucket>"
        let make = error.code == "NoSuchBucket" ? [makingBucket(bucket, home(trail)).text] : []
        return make + [
            ShellCommand(["aws", "s3api", "get-bucket-policy", "--bucket", bucket]).text,
            "# put-bucket-policy replaces the whole policy: keep what is there, and have these statements among it.",
            ShellCommand([
                "aws", "s3api", "put-bucket-policy", "--bucket", bucket, "--policy",
                PolicyDocument.bucket(bucket, of: trail, writtenFor: trail.owner ?? place.account).json,
            ]).text,
        ]
    }

    /// us-east-1 is the one region that must not be named as a location.
    private func makingBucket(_ bucket: String, _ region: Region) -> ShellCommand {
        let location =
            region.rawValue == "us-east-1"
            ? [] : ["--create-bucket-configuration", "LocationConstraint=\(region)"]
        return ShellCommand(
            ["aws", "s3api", "create-bucket", "--bucket", bucket, "--region", region.rawValue] + location)
    }

    private func mendingLogGroup(_ trail: Trail) -> [String] {
        guard let group = trail.logGroupARN else { return [] }
        // arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*
        let parts = group.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let name = parts.count >= 7 ? parts[6] : group
        let role = trail.logRoleARN ?? "<role>"
        return [
            ShellCommand(
                ["aws", "logs", "create-log-group", "--log-group-name", name, "--region", home(trail).rawValue]
            ).text,
            ShellCommand(
                [
                    "aws", "iam", "simulate-principal-policy", "--policy-source-arn", role, "--action-names",
                    "logs:CreateLogStream", "logs:PutLogEvents", "--resource-arns", group,
                ]
            ).text,
            ShellCommand.cloudTrail(
                "update-trail",
                [
                    "--name", trail.arn, "--cloud-watch-logs-log-group-arn", group, "--cloud-watch-logs-role-arn",
                    role,
                ], region: home(trail)
            ).text,
        ]
    }

    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
    private func mendingTopic(_ trail: Trail) -> [String] {
        guard let topic = trail.topicARN else { return [] }
        let region = topic.split(separator: ":", omittingEmptySubsequences: false).dropFirst(3).first.map(String.init)
        let place = ["--region", region ?? home(trail).rawValue]
        return [
            ShellCommand(["aws", "sns", "get-topic-attributes", "--topic-arn", topic] + place).text,
            "# the policy is replaced as a whole: keep what is there, and have this statement among it.",
            ShellCommand(
                [
                    "aws", "sns", "set-topic-attributes", "--topic-arn", topic, "--attribute-name", "Policy",
                    "--attribute-value", PolicyDocument.topic(topic, of: trail).json,
                ] + place
            ).text,
        ]
    }
}

/// A resource policy that lets CloudTrail in.
struct PolicyDocument: Encodable {
    struct Grant: Encodable {
        let Sid: String
        let Effect = "Allow"
        let Principal = ["Service": "cloudtrail.amazonaws.com"]
        let Action: String
        let Resource: String
        let Condition: [String: [String: String]]
    }

    let Version = "2012-10-17"
    let Statement: [Grant]

    static func bucket(_ bucket: String, of trail: Trail, writtenFor account: AccountID) -> PolicyDocument {
        let resource = "arn:\(trail.partition):s3:::\(bucket)"
        let folder = trail.bucketPrefix.map { "\(resource)/\($0)" } ?? resource
        let members = trail.isOrganization ? ["<organization id>"] : []
        return PolicyDocument(
            Statement: [
                Grant(
                    Sid: "AWSCloudTrailAclCheck", Action: "s3:GetBucketAcl", Resource: resource,
                    Condition: ["StringEquals": ["aws:SourceArn": trail.arn]])
            ]
                + ([account.rawValue] + members).enumerated().map { index, name in
                    Grant(
                        Sid: index == 0 ? "AWSCloudTrailWrite" : "AWSCloudTrailOrganizationWrite",
                        Action: "s3:PutObject", Resource: "\(folder)/AWSLogs/\(name)/*",
                        Condition: [
                            "StringEquals": [
                                "aws:SourceArn": trail.arn, "s3:x-amz-acl": "bucket-owner-full-control",
                            ]
                        ])
                })
    }

    static func topic(_ topic: String, of trail: Trail) -> PolicyDocument {
        PolicyDocument(Statement: [
            Grant(
                Sid: "AWSCloudTrailSNSPolicy", Action: "sns:Publish", Resource: topic,
                Condition: ["StringEquals": ["aws:SourceArn": trail.arn]])
        ])
    }

    var json: String { compactJSON(self) }
}

/// One line of JSON. What is encoded here are strings and booleans, which cannot fail.
func compactJSON(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}
