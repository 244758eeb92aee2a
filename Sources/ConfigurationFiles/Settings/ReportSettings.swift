import Scheduling

/// `csv` of config.json: the scheduled report.
public struct ReportSettings: Hashable, Sendable {
    public var schedule: Schedule
    /// The S3 bucket that keeps it; nil: none.
    public var bucket: String?
    /// `slack_channel`, else `slack.default_channel`.
    public var channel: String?
    /// Whether a picture comes with the table; `picture`, our own key.
    public var hasPicture: Bool

    public init(schedule: Schedule, bucket: String? = nil, channel: String? = nil, hasPicture: Bool = true) {
        self.schedule = schedule
        self.bucket = bucket
        self.channel = channel
        self.hasPicture = hasPicture
    }
}
