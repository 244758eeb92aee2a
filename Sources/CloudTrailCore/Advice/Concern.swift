/// One thing that can be wrong: an entry of the catalogue. Its raw value is a stable code.
public enum Concern: String, Hashable, Sendable, CaseIterable {
    case noTrails = "disabled/no_trails"
    case stopped = "disabled/stopped"
    case noManagementEvents = "disabled/no_management_events"
    case writesMissing = "degraded/writes"
    case readsMissing = "degraded/reads"
    case sourceMissing = "degraded/source"
    case filtered = "degraded/filtered"
    case s3 = "delivery_errors/s3"
    case cloudWatchLogs = "delivery_errors/cloudwatch_logs"
    case sns = "delivery_errors/sns"
    case digest = "delivery_errors/digest"
    case trailGone = "changed/gone"
    case multiRegionLost = "changed/multi_region_lost"
    case bucketChanged = "changed/bucket"
    case keyChanged = "changed/key"
    case logGroupChanged = "changed/log_group"
    case validationLost = "changed/log_file_validation_lost"
    case selectorsChanged = "changed/selectors"

    public var severity: Severity {
        switch self {
        case .noTrails, .stopped, .noManagementEvents: .critical
        case .writesMissing: CoverageGap.writes.severity
        case .readsMissing: CoverageGap.reads.severity
        case .sourceMissing: CoverageGap.source("").severity
        case .filtered: CoverageGap.filtered([]).severity
        case .s3: DeliveryTarget.s3.severity
        case .cloudWatchLogs: DeliveryTarget.cloudWatchLogs.severity
        case .sns: DeliveryTarget.sns.severity
        case .digest: DeliveryTarget.digest.severity
        case .trailGone, .multiRegionLost, .bucketChanged, .keyChanged, .logGroupChanged, .validationLost,
            .selectorsChanged:
            .low
        }
    }
}

extension Finding {
    /// What of the catalogue it is.
    public var concerns: [Concern] {
        switch self {
        case .disabled(.noTrails): [.noTrails]
        case .disabled(.stopped): [.stopped]
        case .disabled(.noManagementEvents): [.noManagementEvents]
        case .degraded(let missing): missing.map(\.concern).once
        case .deliveryErrors(let trails): trails.flatMap(\.errors).map(\.target.concern).once
        case .changed(let changes): changes.map(\.what.concern).once
        }
    }
}

extension CoverageGap {
    var concern: Concern {
        switch self {
        case .writes: .writesMissing
        case .reads: .readsMissing
        case .source: .sourceMissing
        case .filtered: .filtered
        }
    }
}

extension DeliveryTarget {
    var concern: Concern {
        switch self {
        case .s3: .s3
        case .cloudWatchLogs: .cloudWatchLogs
        case .sns: .sns
        case .digest: .digest
        }
    }
}

extension TrailChange.What {
    var concern: Concern {
        switch self {
        case .gone: .trailGone
        case .multiRegionLost: .multiRegionLost
        case .bucket: .bucketChanged
        case .key: .keyChanged
        case .logGroup: .logGroupChanged
        case .logFileValidationLost: .validationLost
        case .selectors: .selectorsChanged
        }
    }
}

extension Sequence where Element: Hashable {
    /// Each element where it first occurs.
    package var once: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
