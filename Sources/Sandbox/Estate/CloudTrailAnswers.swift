import Networking

/// What CloudTrail answers in one region of one account.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
struct CloudTrailAnswers {
    var estate: Estate
    var account: AccountScenario
    var region: String
    var now: Double

    func answer(_ operation: String, _ input: JSONValue) throws(AWSFailure) -> JSONValue {
        switch operation {
        case "DescribeTrails": return describeTrails(input)
        case "GetTrailStatus": return status(of: try sighting(input["Name"]?.string))
        default: return try selectors(of: try sighting(input["TrailName"]?.string))
        }
    }

    private func describeTrails(_ input: JSONValue) -> JSONValue {
        let withShadows = input["includeShadowTrails"]?.bool ?? true
        let wanted = (input["trailNameList"]?.array ?? []).compactMap(\.string)
        let listed = estate.sightings(account: account, region: region).filter { sighting in
            (withShadows || !sighting.isShadow) && (wanted.isEmpty || wanted.contains { means($0, sighting) })
        }
        return ["trailList": .array(listed.map(description))]
    }

    private func description(_ sighting: Estate.Sighting) -> JSONValue {
        let trail = sighting.trail
        return .members([
            "Name": .string(trail.name), "S3BucketName": .string("cloudtrail-logs-\(sighting.owner)"),
            "IncludeGlobalServiceEvents": .bool(trail.isMultiRegion == true),
            "IsMultiRegionTrail": .bool(trail.isMultiRegion == true), "HomeRegion": .string(trail.home),
            "TrailARN": .string(sighting.arn), "LogFileValidationEnabled": true,
            "CloudWatchLogsLogGroupArn": trail.cloudWatchError.map { _ in
                .string("arn:aws:logs:\(trail.home):\(sighting.owner):log-group:cloudtrail:*")
            },
            "HasCustomEventSelectors": .bool((trail.selectors ?? .all) != .all), "HasInsightSelectors": false,
            "IsOrganizationTrail": .bool(trail.isOrganization == true),
        ])
    }

    private func sighting(_ name: String?) throws(AWSFailure) -> Estate.Sighting {
        guard let name, !name.isEmpty else {
            throw AWSFailure("InvalidTrailNameException", "Trail name cannot be blank!")
        }
        guard let found = estate.sightings(account: account, region: region).first(where: { means(name, $0) }) else {
            throw AWSFailure("TrailNotFoundException", "Unknown trail: \(name) for the user: \(account.id)")
        }
        return found
    }

    /// A bare name means only a trail whose home is here; a copy answers to its ARN.
    private func means(_ name: String, _ sighting: Estate.Sighting) -> Bool {
        name == sighting.arn || (!sighting.isShadow && name == sighting.trail.name)
    }

    private func status(of sighting: Estate.Sighting) -> JSONValue {
        let trail = sighting.trail
        let isLogging = trail.isLogging ?? true
        func code(_ error: TrailScenario.Selective?) -> JSONValue? { error?.code(in: region).map(JSONValue.string) }
        let started: JSONValue = .double(now - 86_400 * 90 + 0.5)
        var status: [String: JSONValue?] = [
            "IsLogging": .bool(isLogging), "StartLoggingTime": started,
            "StopLoggingTime": isLogging ? nil : .double(now - 3600 + 0.5),
            "LatestDeliveryTime": .double(now - (isLogging ? 240.5 : 3600.5)),
            "LatestNotificationError": code(trail.notificationError),
            "LatestCloudWatchLogsDeliveryError": code(trail.cloudWatchError),
            "LatestDigestDeliveryError": code(trail.digestError), "LatestDigestDeliveryTime": .double(now - 1800.5),
            // No longer in use, but still sent.
            "LatestDeliveryAttemptTime": "", "LatestNotificationAttemptTime": "", "TimeLoggingStarted": "",
            "LatestDeliveryAttemptSucceeded": "", "LatestNotificationAttemptSucceeded": "", "TimeLoggingStopped": "",
        ]
        // Members of an organization are not told of the bucket's trouble.
        if !sighting.isMemberView { status["LatestDeliveryError"] = code(trail.deliveryError) }
        return .members(status)
    }

    private func selectors(of sighting: Estate.Sighting) throws(AWSFailure) -> JSONValue {
        if sighting.isMemberView, sighting.trail.selectorsHiddenFromMembers == true {
            throw AWSFailure(
                "AccessDeniedException",
                "User: arn:aws:sts::\(account.id):assumed-role/\(estate.scenario.role)/trailwatch is not authorized "
                    + "to perform: cloudtrail:GetEventSelectors on resource: \(sighting.arn)")
        }
        let arn: JSONValue = ["TrailARN": .string(sighting.arn)]
        return arn.adding(EventSelectorAnswers.members(sighting.trail.selectors ?? .all))
    }
}
