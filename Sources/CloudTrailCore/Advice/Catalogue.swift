/// The catalogue of findings for people: made from the same values that the verdicts and messages use, so that it cannot
/// say anything else.
public enum Catalogue {
    /// The whole catalogue as Markdown, for DocC.
    public static var markdown: String {
        let table = Concern.allCases.map { "| `\($0.rawValue)` | \($0.title) | \($0.severity.rawValue) |" }
        let head = """
            # Findings

            What Trailwatch can find, what is at stake, and what would mend it.

            This page is made from the code: `make catalogue` writes it anew, and a test fails while it is stale. The commands are examples
            for account `\(Example.account)`; a message carries the ones for its own trails. Trailwatch never runs them.

            | code | finding | severity |
            |---|---|---|
            \(table.joined(separator: "\n"))

            """
        return ([head] + Concern.allCases.map(section)).joined(separator: "\n")
    }

    private static func section(_ concern: Concern) -> String {
        let advice = Mending(place: Example.place, trails: Example.trails(for: concern)).advice(
            for: Example.finding(for: concern))
        return """
            ## \(concern.title)

            `\(concern.rawValue)` · severity \(concern.severity.rawValue)

            **Found when:** \(concern.rule)

            **At stake:** \(concern.risk)

            **Mended by:**

            ```sh
            \(advice.flatMap(\.commands).joined(separator: "\n"))
            ```

            **Permissions:** \(concern.permissions.map { "`\($0)`" }.joined(separator: ", "))

            **AWS's page:** <\(concern.documentation)>

            """
    }
}

/// A region in each kind of trouble.
private enum Example {
    static let account = AccountID("111122223333")!
    static let place = AccountRegion(account, Region("eu-west-1")!)

    static let trail = Trail(
        arn: "arn:aws:cloudtrail:eu-west-1:\(account):trail/main", name: "main", homeRegion: place.region,
        isMultiRegion: true, bucket: "example-logs",
        kmsKeyID: "arn:aws:kms:eu-west-1:\(account):key/0d1c2b3a-0000-0000-0000-000000000000",
        logGroupARN: "arn:aws:logs:eu-west-1:\(account):log-group:trail:*",
        logRoleARN: "arn:aws:iam::\(account):role/cloudtrail-logs",
        topicARN: "arn:aws:sns:eu-west-1:\(account):trail", validatesLogFiles: true)

    static func finding(for concern: Concern) -> Finding {
        switch concern {
        case .noTrails: .disabled(.noTrails(lastRecorded: nil))
        case .stopped: .disabled(.stopped(since: nil))
        case .noManagementEvents: .disabled(.noManagementEvents(lastRecorded: nil))
        case .writesMissing: .degraded(missing: [.writes])
        case .readsMissing: .degraded(missing: [.reads])
        case .sourceMissing: .degraded(missing: [.source("kms.amazonaws.com")])
        case .filtered: .degraded(missing: [.filtered(["eventName StartsWith Delete"])])
        case .s3: failing(.s3, "NoSuchBucket")
        case .cloudWatchLogs: failing(.cloudWatchLogs, "AccessDenied")
        case .sns: failing(.sns, "AuthorizationError")
        case .digest: failing(.digest, "AccessDenied")
        case .trailGone: changed(.gone)
        case .multiRegionLost: changed(.multiRegionLost)
        case .bucketChanged: changed(.bucket(from: trail.bucket, to: "elsewhere"))
        case .keyChanged: changed(.key(from: trail.kmsKeyID, to: nil))
        case .logGroupChanged: changed(.logGroup(from: trail.logGroupARN, to: nil))
        case .validationLost: changed(.logFileValidationLost)
        case .selectorsChanged:
            changed(.selectors(from: .standard, to: .basic([EventSelector(readWriteType: .readOnly)])))
        }
    }

    static func trails(for concern: Concern) -> [TrailSnapshot] {
        switch concern {
        case .noTrails: []
        case .stopped: [snapshot(isLogging: false, .standard)]
        case .noManagementEvents: [snapshot(.basic([EventSelector(includesManagementEvents: false)]))]
        case .writesMissing: [snapshot(.basic([EventSelector(readWriteType: .readOnly)]))]
        case .readsMissing: [snapshot(.basic([EventSelector(readWriteType: .writeOnly)]))]
        case .sourceMissing:
            [snapshot(.basic([EventSelector(excludedManagementEventSources: ["kms.amazonaws.com"])]))]
        case .filtered:
            [
                snapshot(
                    .advanced([
                        AdvancedEventSelector(fieldSelectors: [
                            .init(field: "eventCategory", equals: ["Management"]),
                            .init(field: "eventName", startsWith: ["Delete"]),
                        ])
                    ]))
            ]
        default: [snapshot(.standard)]
        }
    }

    private static func snapshot(isLogging: Bool = true, _ selection: EventSelection) -> TrailSnapshot {
        TrailSnapshot(
            trail: trail, status: .known(TrailStatus(isLogging: isLogging)), selection: .known(selection))
    }

    private static func failing(_ target: DeliveryTarget, _ code: String) -> Finding {
        .deliveryErrors([.init(trail: trail, errors: [.init(target: target, code: code, resource: trail.bucket)])])
    }

    private static func changed(_ what: TrailChange.What) -> Finding { .changed([TrailChange(trail, what)]) }
}
