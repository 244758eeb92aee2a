import ChatOps
import CloudTrailCore
import Foundation

/// The name for files that import Testing, which has an `Issue` of its own.
typealias StoredIssue = Issue

/// Values to store.
enum Sample {
    /// Seconds after a moment that has a fraction no decimal shows exactly.
    static func date(_ seconds: Double) -> Date { Date(timeIntervalSinceReferenceDate: 800_000_000.1 + seconds) }

    static func place(_ account: String = "123456789012", _ region: String = "eu-west-1") -> AccountRegion {
        AccountRegion(AccountID(account)!, Region(region)!)
    }

    static func issue(
        _ place: AccountRegion = place(), status: Issue.Status = .open, version: Int = 0
    ) -> Issue {
        Issue(
            place: place, status: status, findings: [.disabled(.noTrails)], trails: [],
            timestamps: .init(identified: date(0), updated: date(0)), version: version)
    }

    static func notice(
        of issue: Issue, _ event: IssueEvent = .opened, to recipient: String = "#security", at time: Date = date(0)
    ) -> Notice {
        Notice(event: event, issue: issue, recipient: recipient, createdAt: time)
    }

    /// Issues that between them use every case and every optional field.
    static let everyKindOfIssue: [Issue] = [
        issue(place("100000000000")),
        Issue(
            place: place("200000000000", "us-gov-west-1"), status: .whitelisted,
            findings: [
                .disabled(.stopped(since: date(-5))), .disabled(.stopped(since: nil)), .disabled(.noManagementEvents),
                .degraded(missing: [
                    .reads, .writes, .source("kms.amazonaws.com"), .filtered(["NotEquals: a, b", "“quoted” \\ \n 漢字"]),
                ]),
                .deliveryErrors([
                    TrailDeliveryErrors(
                        trail: trail,
                        errors: DeliveryTarget.allCases.map {
                            DeliveryError(target: $0, code: "AccessDenied", at: date(2))
                        })
                ]),
            ],
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
                                excludedManagementEventSources: ["rdsdata.amazonaws.com"])
                        ]))),
                TrailSnapshot(
                    trail: Trail(arn: "arn", name: "bare"),
                    status: .unknown(UnknownReason(.notVisible, call: "GetTrailStatus", detail: "hidden")),
                    selection: .known(
                        .advanced([
                            AdvancedEventSelector(fieldSelectors: [
                                .init(
                                    field: "eventCategory", equals: ["Management"], notEquals: ["a"], startsWith: ["b"],
                                    notStartsWith: ["c"], endsWith: ["d"], notEndsWith: ["e"])
                            ])
                        ]))),
            ],
            timestamps: .init(
                identified: date(1), updated: date(2), reported: date(3), resolved: date(4), closed: date(5)),
            ticket: .created(Ticket(key: "SEC-1", url: "https://jira.example/browse/SEC-1", assigneeID: "5b10")),
            cleanLooks: 2),
        Issue(
            place: place("300000000000"), status: .resolved, findings: [], trails: [],
            timestamps: .init(identified: date(1), updated: date(2)),
            ticket: .intended(identity: "trailwatch-1", by: "Ada", at: date(6))),
        issue(place("400000000000"), status: .closed),
    ]

    private static let trail = Trail(
        arn: "arn:aws:cloudtrail:us-east-1:123456789012:trail/main", name: "main", homeRegion: Region("us-east-1"),
        isMultiRegion: true, isOrganization: true, bucket: "logs", kmsKeyID: "key", logGroupARN: "group",
        topicARN: "topic", validatesLogFiles: true, hasCustomEventSelectors: true)
}
