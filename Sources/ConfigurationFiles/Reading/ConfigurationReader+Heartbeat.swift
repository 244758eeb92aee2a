extension ConfigurationReader {
    mutating func readHeartbeat(_ section: Section) -> HeartbeatSettings {
        values.noteUnread(in: section, known: ["channel", "interval"])
        let defaults = HeartbeatSettings()
        return HeartbeatSettings(
            channel: values.text(section["channel"], expected: "a channel in quotes"),
            interval: values.interval(section["interval"]) ?? defaults.interval)
    }
}
