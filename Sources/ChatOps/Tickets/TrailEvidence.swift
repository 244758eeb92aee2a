import CloudTrailCore

/// The trails that were seen, as evidence: one row for a trail and all regions in which it looks the same.
struct TrailEvidence {
    /// A ticket with more of them helps nobody; they are in the scan's own document.
    private static let limit = 100

    let table: Table

    init(_ issues: [Issue]) {
        var rows: [(facts: [String], regions: [String])] = []
        for issue in issues {
            let region = issue.place.region.rawValue
            for facts in issue.trails.map(\.facts) {
                if let index = rows.firstIndex(where: { $0.facts == facts }) {
                    if !rows[index].regions.contains(region) { rows[index].regions.append(region) }
                } else {
                    rows.append((facts, [region]))
                }
            }
        }
        table = Table(
            columns: ["Trail", "Logging", "Delivery errors", "Bucket", "Seen in"],
            rows: rows.prefix(Self.limit).map { $0.facts + [$0.regions.joined(separator: ", ")] })
    }
}

extension TrailSnapshot {
    /// Without where it was seen.
    fileprivate var facts: [String] {
        let errors = status.value?.deliveryErrors.map(\.words).joined(separator: "; ") ?? ""
        let delivery =
            switch status.value {
            case nil: "unknown"
            case let status? where errors.isEmpty: status.deliveryVisible ? "none" : "not visible from this account"
            default: errors
            }
        return [trail.arn, stateWords, delivery, trail.bucket ?? ""]
    }
}
