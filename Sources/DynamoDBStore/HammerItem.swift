import AWS
import CloudTrailCore

import struct FoundationEssentials.Date

/// An issue as Hammer's table has it, ours beside it under keys of its own.
/// https://github.com/dowjones/hammer/blob/dev/hammer/library/ddb_issues.py
struct HammerItem {
    /// The whole issue as JSON; Hammer's writes leave it out, and so take it away.
    static let document = "trailwatch"
    static let version = "trailwatch_version"

    let item: DynamoDB.Item

    init(_ item: DynamoDB.Item) {
        self.item = item
    }

    static func key(of place: AccountRegion) -> DynamoDB.Item {
        ["account_id": .string(place.account.rawValue), "issue_id": .string(place.region.rawValue)]
    }

    /// 0: nothing is stored, or only what Hammer wrote.
    static func isVersion(_ version: Int) -> Condition {
        version == 0 ? .absent(Self.version) : .equal(Self.version, .number(version))
    }

    static func put(_ issue: Issue, in table: String, if condition: Condition? = nil) throws(StoreError) -> Write {
        var item = key(of: issue.place)
        item["status"] = .string(issue.status.hammerStatus.rawValue)
        item["issue_details"] = issue.hammerDetails
        item["timestamps"] = issue.timestamps.hammer
        item["jira_details"] = issue.ticket.ticket.hammer
        item[Self.document] = .string(try Document.encode(issue))
        item[Self.version] = .number(issue.version)
        return .put(item, in: table, if: condition)
    }

    func issue(_ ticketURL: (String) -> String) throws(StoreError) -> Issue {
        let key = [item["account_id"]?.string, item["issue_id"]?.string].map { $0 ?? "?" }
        let name = "The issue \(key.joined(separator: "/"))"
        if item[Self.version] != nil { return try Document.decode(from: item[Self.document]?.string, name) }
        guard let account = AccountID(key[0]), let region = Region(key[1]) else {
            throw StoreError(.corrupt, "\(name) of Hammer's table is of no account and region.")
        }
        return hammersIssue(at: AccountRegion(account, region), ticketURL)
    }
}

extension Issue {
    fileprivate var hammerDetails: AttributeValue {
        var failing: [String: AttributeValue] = [:]
        for case .deliveryErrors(let trails) in findings {
            for trail in trails {
                failing[trail.trail.arn] = .map([
                    "errors": .list(trail.errors.map(\.hammer)),
                    "events": .string(
                        self.trails.first { $0.trail.arn == trail.trail.arn }?.hammerSelectors ?? "All"),
                    "multi_region": .bool(trail.trail.isMultiRegion),
                ])
            }
        }
        return .map([
            "disabled": .bool(findings.contains { $0.kind == .disabled }),
            "delivery_errors": .map(failing),
            "trails": .list(trails.sorted { $0.trail.arn < $1.trail.arn }.compactMap(\.hammer)),
        ])
    }
}

extension TrailSnapshot {
    /// nil where its status is unknown: Hammer passes over such a trail, too.
    fileprivate var hammer: AttributeValue? {
        guard let status = status.value else { return nil }
        let errors = status.deliveryErrors.map { ($0.target.hammerName, $0.hammer) }
        return .map([
            "id": .string(trail.arn), "enabled": .bool(status.isLogging), "multi_region": .bool(trail.isMultiRegion),
            "selectors": .string(hammerSelectors), "errors": .map(Dictionary(errors) { first, _ in first }),
        ])
    }

    /// `All`, or the read-write types of the basic selectors; Hammer knows no advanced ones.
    fileprivate var hammerSelectors: String {
        switch selection {
        case .known(.basic(let selectors)) where !selectors.isEmpty:
            selectors.map(\.readWriteType.rawValue).joined(separator: ",")
        case .known(.advanced): "Advanced"
        case .known(.basic), .unknown: "All"
        }
    }
}

extension DeliveryTarget {
    static let hammerNames: KeyValuePairs<String, DeliveryTarget> = [
        "s3": .s3, "cloudwatch": .cloudWatchLogs, "sns": .sns, "digest": .digest,
    ]

    fileprivate var hammerName: String { Self.hammerNames.first { $0.value == self }?.key ?? rawValue }
}

extension DeliveryError {
    fileprivate var hammer: AttributeValue {
        .map([
            "endpoint": .string(target.hammerName), "resource": resource.map { .string($0) } ?? .null,
            "error": .string(code),
        ])
    }
}

extension Ticket? {
    fileprivate var hammer: AttributeValue {
        guard let self else { return .map([:]) }
        return .map([
            "ticket": .string(self.key), "ticket_assignee_id": self.assigneeID.map { .string($0) } ?? .null,
        ])
    }
}

extension Issue.Timestamps {
    fileprivate var hammer: AttributeValue {
        func text(_ date: Date?) -> AttributeValue { date.map { .string(HammerTime.text(of: $0)) } ?? .null }
        return .map([
            "identified": text(identified), "updated": text(updated), "reported": text(reported),
            "remediated": .null, "resolved": text(resolved), "closed": text(closed),
        ])
    }
}
