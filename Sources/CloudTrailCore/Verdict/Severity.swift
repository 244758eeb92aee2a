/// How much is at stake.
public enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Worth knowing; nothing is lost.
    case low
    /// What watches the logs is blind, or a part of the events is missing that seldom matters alone.
    case medium
    /// Events that an investigation needs are missing, or will be lost unless it is mended in time.
    case high
    /// Nothing is recorded.
    case critical

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }
}

extension Finding {
    public var severity: Severity {
        switch self {
        case .disabled: .critical
        case .degraded(let missing): missing.map(\.severity).max() ?? .low
        case .deliveryErrors(let trails): trails.flatMap(\.errors).map(\.target.severity).max() ?? .low
        case .changed: .low
        }
    }
}

extension CoverageGap {
    public var severity: Severity {
        switch self {
        case .writes, .filtered: .high
        case .reads, .source: .medium
        }
    }
}

extension DeliveryTarget {
    public var severity: Severity {
        switch self {
        case .s3: .high
        case .cloudWatchLogs, .digest: .medium
        case .sns: .low
        }
    }
}

extension [Finding] {
    /// The worst of them; low where there is none.
    public var severity: Severity { map(\.severity).max() ?? .low }
}
