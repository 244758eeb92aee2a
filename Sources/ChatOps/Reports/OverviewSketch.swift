import CloudTrailCore
import FoundationEssentials

/// Makes the overview from what is stored.
struct OverviewSketch {
    /// More rows are no picture any more. Where there are more, the healthy ones are only counted, but for a few that show what
    /// healthy looks like.
    private static let mostRows = 60
    private static let fewestRows = 10
    private static let days = 30

    let issues: [Issue]
    let baselines: [AccountID: AccountBaseline]
    let lastScan: ScanSummary?
    let playbook: Playbook
    let now: Date

    var overview: EstateOverview {
        let standing = issues.filter { Issue.Status.standing.contains($0.status) }
        let troubles = Dictionary(standing.map { ($0.place, $0) }) { first, _ in first }
        let regions = regions
        // What was not looked at lately is not known, however it looked then.
        let scan = isStale ? nil : lastScan
        let rows = playbook.accounts.map { account in
            EstateOverview.Row(
                account: account,
                conditions: regions.map { condition(of: AccountRegion(account.id, $0), troubles, scan) })
        }
        let ranked = rows.map { (row: $0, weight: Self.weight($0)) }.sorted {
            $0.weight != $1.weight ? $0.weight > $1.weight : $0.row.account.id < $1.row.account.id
        }
        let notable = max(ranked.count { $0.weight > 0 }, Self.fewestRows)
        let count = ranked.count > Self.mostRows ? min(notable, Self.mostRows) : ranked.count
        let shown = ranked.prefix(count)
        return EstateOverview(
            title: "CloudTrail in \(counted(rows.count, "account"))", subtitle: subtitle(standing), regions: regions,
            rows: shown.map(\.row), remark: remark(ranked.dropFirst(count).map(\.row.worst)), trend: trend)
    }

    /// All that were seen anywhere, or are configured.
    private var regions: [Region] {
        if case .only(let configured) = playbook.regions { return configured }
        var seen = Set(issues.map(\.place.region))
        for baseline in baselines.values { seen.formUnion(baseline.regions.keys) }
        return seen.sorted()
    }

    private func condition(
        of place: AccountRegion, _ troubles: [AccountRegion: Issue], _ scan: ScanSummary?
    ) -> EstateOverview.Condition? {
        if let issue = troubles[place] {
            let isTolerated = issue.status == .whitelisted || issue.status == .snoozed || issue.severity < .medium
            return isTolerated ? .tolerated : .broken
        }
        guard let scan, scan.scannedAccounts.contains(place.account), let baseline = baselines[place.account] else {
            return .unknown
        }
        let seen = baseline.regions[place.region]
        if scan.uncheckedAccounts.contains(place.account) {
            // What answered in that scan is known, and the rest of the account is not.
            return seen.map { $0.seenAt >= scan.startedAt ? .healthy : .unknown } ?? .unknown
        }
        return seen == nil ? nil : .healthy
    }

    private var isStale: Bool { lastScan?.isStale(for: playbook, at: now) ?? false }

    private static func weight(_ row: EstateOverview.Row) -> Int {
        let sum = row.conditions.reduce(0) { sum, condition in
            switch condition {
            case .broken: sum + 10_000
            case .unknown: sum + 100
            case .tolerated: sum + 1
            case .healthy, nil: sum
            }
        }
        return sum == 0 && row.worst == .unknown ? 100 : sum
    }

    /// What stands in the rows that are not shown.
    private func remark(_ worst: [EstateOverview.Condition]) -> String {
        guard !worst.isEmpty else { return "" }
        let more = "and \(counted(worst.count, "account")) more"
        if worst.allSatisfy({ $0 == .healthy }) { return "\(more), all healthy" }
        let words: [(EstateOverview.Condition, String)] = [
            (.broken, "in trouble"), (.unknown, "unknown"), (.tolerated, "accepted, snoozed or minor"),
            (.healthy, "healthy"),
        ]
        let parts = words.compactMap { condition, word -> String? in
            let count = worst.count { $0 == condition }
            return count == 0 ? nil : "\(count) \(word)"
        }
        return "\(more): \(parts.joined(separator: ", "))"
    }

    private func subtitle(_ standing: [Issue]) -> String {
        let accepted = standing.count { $0.status == .whitelisted }
        var parts = [Moment.text(now), counted(standing.count - accepted, "open issue")]
        if accepted > 0 { parts.append("\(accepted) accepted") }
        if let lastScan {
            let unchecked = lastScan.uncheckedAccounts.count
            if unchecked > 0 { parts.append("\(counted(unchecked, "account")) not completely checked") }
            if isStale { parts.append("last scan long ago, \(Moment.text(lastScan.finishedAt))") }
            if let doubt = playbook.watched.doubt ?? lastScan.doubt {
                parts.append("accounts may be missing: \(doubt.shortened(to: 120))")
            }
        } else {
            parts.append("no complete scan yet")
        }
        return parts.joined(separator: " · ")
    }

    /// From the issues' own histories, so that nothing else has to be kept.
    private var trend: [EstateOverview.Day] {
        let spans = issues.flatMap(\.openSpans)
        guard let first = spans.map(\.lowerBound).min() else { return [] }
        let days = (0...Self.days).map { now.addingTimeInterval(Double($0 - Self.days) * 86_400) }
        return days.filter { $0.addingTimeInterval(86_400) > first }.map { day in
            EstateOverview.Day(
                label: String(day.ISO8601Format().dropFirst(5).prefix(5)), open: spans.count { $0.contains(day) })
        }
    }
}

extension Issue {
    /// When it was in trouble that nobody had accepted, as far back as its history goes.
    var openSpans: [Range<Date>] {
        var spans: [Range<Date>] = []
        var start: Date?
        for entry in history.entries {
            switch entry.what {
            case .opened, .reopened, .worsened, .whitelistExpired, .whitelistRemoved: start = start ?? entry.at
            case .whitelisted, .resolved, .closed:
                if let begun = start, begun <= entry.at { spans.append(begun..<entry.at) }
                start = nil
            default: break
            }
        }
        return spans + (start.map { [$0..<Date.distantFuture] } ?? [])
    }
}
