import CloudTrailCore
import FoundationEssentials

/// Where the estate stands at a glance, for somebody to draw: accounts by regions, and the open issues day by day.
public struct EstateOverview: Hashable, Sendable {
    public enum Condition: Hashable, Sendable, CaseIterable {
        case healthy
        /// In trouble, and nobody accepted it.
        case broken
        /// In trouble that is accepted, snoozed or minor.
        case tolerated
        /// It could not be checked.
        case unknown
    }

    public struct Row: Hashable, Sendable {
        public var account: Account
        /// In the order of the overview's regions; nil for a region that was never seen in the account.
        public var conditions: [Condition?]

        public init(account: Account, conditions: [Condition?]) {
            self.account = account
            self.conditions = conditions
        }

        /// The worst of them; unknown where nothing was ever seen.
        public var worst: Condition {
            [.broken, .unknown, .tolerated, .healthy].first { conditions.contains($0) } ?? .unknown
        }
    }

    public struct Day: Hashable, Sendable {
        /// Such as `11-25`.
        public var label: String
        public var open: Int

        public init(label: String, open: Int) {
            self.label = label
            self.open = open
        }
    }

    public var title: String
    public var subtitle: String
    public var regions: [Region]
    public var rows: [Row]
    /// What stands under the rows, such as `and 1940 accounts more, all healthy`; empty for nothing.
    public var remark: String
    /// In order.
    public var trend: [Day]

    public init(
        title: String, subtitle: String, regions: [Region], rows: [Row], remark: String = "", trend: [Day]
    ) {
        self.title = title
        self.subtitle = subtitle
        self.regions = regions
        self.rows = rows
        self.remark = remark
        self.trend = trend
    }

    /// The same in words, for whoever does not see the picture.
    public var words: String {
        let places = rows.flatMap { row in
            zip(regions, row.conditions).filter { $0.1 == .broken }.map { "\(row.account.title) \($0.0)" }
        }
        let unknown = rows.filter { $0.worst == .unknown || $0.conditions.contains(.unknown) }.map(\.account.title)
        var sentences = ["\(title), \(subtitle)."]
        if !places.isEmpty { sentences.append("In trouble: \(listed(places, atMost: 20)).") }
        if !unknown.isEmpty { sentences.append("Not known in all regions: \(listed(unknown, atMost: 20)).") }
        if places.isEmpty {
            sentences.append(
                unknown.isEmpty ? "No region is in trouble." : "No other region is known to be in trouble.")
        }
        if !remark.isEmpty { sentences.append("\(remark.prefix(1).uppercased())\(remark.dropFirst()).") }
        if let first = trend.first, let last = trend.last, trend.count > 1 {
            sentences.append(
                "Open issues \(counted(trend.count - 1, "day")) ago: \(first.open), now: \(last.open).")
        }
        return sentences.joined(separator: " ")
    }
}

/// Draws overviews.
public protocol Illustrator: Sendable {
    /// A PNG. Throws a `Refusal` where it cannot be drawn.
    func picture(of overview: EstateOverview) throws(Refusal) -> Data
}
