extension ConfigurationKey {
    private static let schedule = "crontab, 1h, rate(…) or cron(…)"

    static let schedules = [
        ConfigurationKey("time_zone", "such as Europe/Berlin", "UTC", "whose clock schedules go by"),
        ConfigurationKey(
            "cronjobs.identification", schedule, "cloudtrails.interval", "when everything is scanned", .hammer),
        ConfigurationKey("cronjobs.reporting", schedule, "at once", "when owners are told of new issues", .hammer),
        ConfigurationKey(
            "cronjobs.remediation", "crontab", "", "read past: there is no remediation for CloudTrail", .hammer),
        ConfigurationKey(
            "reminders.*.after", "30s, 15m, 1h, 1d", "no reminders",
            "of issues of a severity (critical, high, medium, low): how long after the alert the first reminder comes"),
        ConfigurationKey(
            "reminders.*.levels", "list of owner, default_owner, channels, people", "owner",
            "who is reminded, one after the other"),
        ConfigurationKey(
            "reminders.*.repeat", "30s, 15m, 1h, 1d", "the last is not repeated", "the time between reminders"),
        ConfigurationKey("quiet_hours.from", "07:30", "no quiet hours", "when they begin"),
        ConfigurationKey("quiet_hours.until", "07:30", "", "when they end"),
        ConfigurationKey("quiet_hours.weekends", "true, false", "false", "whether weekends are quiet"),
        ConfigurationKey("quiet_hours.time_zone", "such as Europe/Berlin", "time_zone", "whose clock they go by"),
        ConfigurationKey(
            "quiet_hours.except", "severity", "none", "what is told in spite of them: this severity and worse"),
        ConfigurationKey("digest.owners", schedule, "none", "when each owner gets a digest"),
        ConfigurationKey("digest.operators", schedule, "none", "when the operators' channel gets one"),
        ConfigurationKey(
            "digest.recipients.*", schedule + ", or never", "digest.owners", "the same for one channel or person"),
        ConfigurationKey("csv.enabled", "true, false", "false", "scheduled reports", .hammer),
        ConfigurationKey("csv.schedule", schedule, "required where enabled", "when", .hammer),
        ConfigurationKey("csv.bucket", "an S3 bucket's name", "none", "where reports are kept", .hammer),
        ConfigurationKey("csv.slack_channel", "channel", "slack.default_channel", "where they are shown", .hammer),
        ConfigurationKey("csv.picture", "true, false", "true", "with a picture"),
    ]
}
