import ChatOps
import CloudTrailCore
import Foundation

/// The name for files that import Testing, which has an `Issue` of its own.
public typealias StoredIssue = Issue

/// Values to store.
public enum Sample {
    /// Seconds after a moment that has a fraction no decimal shows exactly.
    public static func date(_ seconds: Double) -> Date { Date(timeIntervalSinceReferenceDate: 800_000_000.1 + seconds) }

    public static func place(_ account: String = "123456789012", _ region: String = "eu-west-1") -> AccountRegion {
        AccountRegion(AccountID(account)!, Region(region)!)
    }

    public static func issue(
        _ place: AccountRegion = place(), state: Issue.State = .open, version: Int = 0
    ) -> Issue {
        Issue(
            place: place, state: state, findings: [.disabled(.noTrails(lastRecorded: nil))],
            causes: [.noTrail(place.account)], trails: [], history: IssueHistory([.init(at: date(0), what: .opened)]),
            version: version)
    }

    public static func notice(
        of issue: Issue, _ event: IssueEvent = .opened, to recipient: String = "#security", at time: Date = date(0)
    ) -> Notice {
        Notice(
            event: event, issue: issue,
            subject: AlertSubject(cause: .noTrail(issue.place.account), recipient: recipient), createdAt: time)
    }

    /// Issues that between them use every case and every optional field.
    public static let everyKindOfIssue: [Issue] = [
        issue(place("100000000000")),
        Issue(
            place: place("200000000000", "us-gov-west-1"),
            state: .snoozed(until: date(9), by: "Ada", severity: .medium),
            findings: [
                .disabled(.stopped(since: date(-5))), .disabled(.stopped(since: nil)),
                .disabled(.noManagementEvents(lastRecorded: nil)), .disabled(.noTrails(lastRecorded: date(-9))),
                .degraded(missing: [
                    .reads, .writes, .source("kms.amazonaws.com"), .filtered(["NotEquals: a, b", "“quoted” \\ \n 漢字"]),
                ]),
                .deliveryErrors([
                    TrailDeliveryErrors(
                        trail: trail,
                        errors: DeliveryTarget.allCases.map {
                            DeliveryError(
                                target: $0, code: "AccessDenied", resource: "logs", lastSuccess: date(2))
                        })
                ]),
                .changed(everyKindOfChange),
            ],
            causes: Set(RootCause.Trouble.allCases.map { .trail(arn: trail.arn, $0) }),
            trails: [
                TrailSnapshot(
                    trail: trail,
                    status: .known(
                        TrailStatus(
                            isLogging: true, deliveryErrors: [DeliveryError(target: .sns, code: "x")],
                            latestDelivery: date(1), latestDigestDelivery: date(2), startedLogging: date(3),
                            stoppedLogging: date(4))),
                    selection: .known(
                        .basic([
                            EventSelector(
                                includesManagementEvents: false, readWriteType: .writeOnly,
                                excludedManagementEventSources: ["rdsdata.amazonaws.com"],
                                dataResources: [.init(type: "AWS::S3::Object", values: ["arn:aws:s3"])])
                        ]))),
                TrailSnapshot(
                    trail: Trail(arn: "arn", name: "bare"),
                    status: .unknown(UnknownReason(.notVisible, call: "GetTrailStatus", detail: "hidden", role: "arn")),
                    selection: .known(
                        .advanced([
                            AdvancedEventSelector(
                                name: "mine",
                                fieldSelectors: [
                                    .init(
                                        field: "eventCategory", equals: ["Management"], notEquals: ["a"],
                                        startsWith: ["b"],
                                        notStartsWith: ["c"], endsWith: ["d"], notEndsWith: ["e"])
                                ])
                        ]))),
            ],
            history: IssueHistory([
                .init(at: date(1), what: .opened), .init(at: date(2), what: .told),
                .init(at: date(3), what: .snoozed, by: "Ada", note: "until then"),
            ]),
            ticket: .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1", assigneeID: "5b10")),
            cleanLooks: 2,
            acceptance: .init(
                entry: .init(
                    account: place().account, scope: .all, origin: .chat(by: "Ada", at: date(1)), reason: "risk 7",
                    until: date(8)), severity: .high)),
        Issue(
            place: place("300000000000"), state: .resolved, findings: [], causes: [], trails: [],
            history: IssueHistory([.init(at: date(1), what: .opened), .init(at: date(2), what: .resolved)]),
            ticket: .intended(
                identity: "trailwatch-1", by: "Ada", at: date(6),
                wishes: TicketWishes(project: "OPS", assignee: "ann", text: "Mend it."))),
        issue(place("400000000000"), state: .closed),
        issue(place("500000000000"), state: .acknowledged(by: "Ada")),
        issue(place("600000000000"), state: .whitelisted),
    ]

    public static let everyKindOfChange: [TrailChange] = [
        TrailChange(trail, .gone), TrailChange(trail, .multiRegionLost),
        TrailChange(trail, .bucket(from: "a", to: nil)), TrailChange(trail, .key(from: nil, to: "b")),
        TrailChange(trail, .logGroup(from: "a", to: "b")), TrailChange(trail, .logFileValidationLost),
        TrailChange(trail, .selectors(from: .standard, to: .advanced([]))),
    ]

    public static let trail = Trail(
        arn: "arn:aws:cloudtrail:us-east-1:123456789012:trail/main", name: "main", homeRegion: Region("us-east-1"),
        isMultiRegion: true, isOrganization: true, bucket: "logs", bucketPrefix: "trails", kmsKeyID: "key",
        logGroupARN: "group", logRoleARN: "role", topicARN: "topic", validatesLogFiles: true,
        hasCustomEventSelectors: true)
}
