import CloudTrailCore
import FoundationEssentials

extension Finding {
    /// What is wrong, in one sentence without a full stop.
    public var sentence: String {
        switch self {
        case .disabled(.noTrails(let last)): "disabled: there is no trail\(Self.gap(since: last))"
        case .disabled(.stopped(let since)):
            "disabled: logging is stopped\(since.map { " since \(Moment.text($0))" } ?? "")"
        case .disabled(.noManagementEvents(let last)):
            "disabled: trails are logging, but no management events\(Self.gap(since: last))"
        case .degraded(let missing): "degraded: \(missing.map(\.words).joined(separator: ", "))"
        case .deliveryErrors(let trails): "delivery errors: \(trails.map(\.words).joined(separator: "; "))"
        case .changed(let changes): "changed: \(changes.map(\.words).joined(separator: "; "))"
        }
    }

    private static func gap(since last: Date?) -> String {
        last.map { "; events were last seen recorded \(Moment.text($0))" } ?? ""
    }
}

extension CoverageGap {
    var words: String {
        switch self {
        case .reads: "read events are not recorded"
        case .writes: "write events are not recorded"
        case .source(let source): "events of \(source) are not recorded"
        case .filtered(let conditions): "only events with \(conditions.joined(separator: " or ")) are recorded"
        }
    }
}

extension TrailDeliveryErrors {
    var words: String { "\(trail.name) to \(errors.map(\.words).joined(separator: ", "))" }
}

extension DeliveryError {
    var words: String {
        let what = code == Self.digestOverdue ? "none for over a day" : code.shortened(to: 200)
        let details = [what, resource, lastSuccess.map { "last success \(Moment.text($0))" }].compactMap(\.self)
        return "\(target.words) (\(details.joined(separator: ", ")))"
    }
}

extension DeliveryTarget {
    var words: String {
        switch self {
        case .s3: "S3"
        case .cloudWatchLogs: "CloudWatch Logs"
        case .sns: "SNS"
        case .digest: "the digest"
        }
    }
}

extension TrailChange {
    /// What changed, from what to what.
    var words: String { "\(trail.name) \(what.words)" }
}

extension TrailChange.What {
    fileprivate var words: String {
        switch self {
        case .gone: "is no longer in this region"
        case .multiRegionLost: "is no longer multi-region"
        case .bucket(let before, let after): Self.change("bucket", before, after)
        case .key(let before, let after): Self.change("KMS key", before, after)
        case .logGroup(let before, let after): Self.change("CloudWatch log group", before, after)
        case .logFileValidationLost: "no longer validates log files"
        case .selectors(let before, let after):
            Self.change("event selectors", before.words.shortened(to: 300), after.words.shortened(to: 300))
        }
    }

    private static func change(_ what: String, _ before: String?, _ after: String?) -> String {
        "\(what) was \(before ?? "none"), is now \(after ?? "none")"
    }
}
