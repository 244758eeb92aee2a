import Scheduling

extension ConfigurationReader {
    /// nil where it is off, or has no schedule.
    mutating func readReport(_ section: Section, defaultChannel: String?) -> ReportSettings? {
        values.noteUnread(in: section, known: ["enabled", "schedule", "bucket", "slack_channel", "picture"])
        let isEnabled = values.flag(section["enabled"]) ?? false
        let schedule = values.schedule(section["schedule"], in: zone)
        let bucket = values.value(section["bucket"], expected: "the name of an S3 bucket", Self.bucket)
        let channel = values.text(section["slack_channel"]) ?? defaultChannel
        let hasPicture = values.flag(section["picture"]) ?? true
        guard isEnabled else { return nil }
        guard let schedule else {
            if section["schedule"]?.isUnset != false {
                values.report("expected `csv.schedule`, such as \"0 8 * * 1\"", at: section.position)
            }
            return nil
        }
        return ReportSettings(schedule: schedule, bucket: bucket, channel: channel, hasPicture: hasPicture)
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static func bucket(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        return isPlain && (3...63).contains(text.utf8.count) && !text.contains("..") ? text : nil
    }
}
