import CloudTrailCore
import FoundationEssentials

/// How times read in messages: `2026-11-23 21:05 UTC`.
enum Moment {
    static func text(_ date: Date) -> String {
        let iso = date.formatted(.iso8601)
        return iso.replacing("T", with: " ").prefix(16) + " UTC"
    }
}

/// Counts as people say them: `1 region`, `3 regions`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

extension Finding {
    /// What is wrong, in one sentence without a full stop.
    public var sentence: String {
        switch self {
        case .disabled(.noTrails): "disabled: there is no trail"
        case .disabled(.stopped(let since)):
            "disabled: logging is stopped\(since.map { " since \(Moment.text($0))" } ?? "")"
        case .disabled(.noManagementEvents): "disabled: trails are logging, but no management events"
        case .degraded(let missing): "degraded: \(missing.map(\.words).joined(separator: ", "))"
        case .deliveryErrors(let trails): "delivery errors: \(trails.map(\.words).joined(separator: "; "))"
        }
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
    var words: String {
        "\(trail.name) to \(errors.map { "\($0.target.words) (\($0.code.shortened(to: 200)))" }.joined(separator: ", "))"
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

extension [Finding] {
    /// The kinds in Hammer's words: `disabled`, `delivery errors`.
    var kinds: String { map(\.kind.words).joined(separator: ", ") }
}

extension UnknownReason {
    var sentence: String { "\(call): \(detail.shortened(to: 300))" }
}

extension TrailSnapshot {
    /// What the trail does, as far as it is known.
    var state: String {
        switch status {
        case .unknown(let reason): "status unknown (\(reason.sentence))"
        case .known(let status) where status.isLogging: "logging"
        case .known(let status): "stopped\(status.stoppedLogging.map { " since \(Moment.text($0))" } ?? "")"
        }
    }

    var words: String { "\(trail.name) \(state)" }
}
