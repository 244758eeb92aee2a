extension ConfigurationReader {
    mutating func readSlack(_ section: Section) -> SlackSettings {
        values.noteUnread(
            in: section,
            known: [
                "enabled", "notify_default_owner", "default_channel", "channels", "ignore", "connections",
                "alerts_per_hour",
            ])
        let defaults = SlackSettings()
        return SlackSettings(
            isEnabled: values.flag(section["enabled"]) ?? defaults.isEnabled,
            notifiesDefaultOwner: values.flag(section["notify_default_owner"]) ?? defaults.notifiesDefaultOwner,
            defaultChannel: values.text(section["default_channel"]),
            channels: readChannels(values.section(section["channels"], named: "slack.channels")),
            ignoredPatterns: readPatterns(section["ignore"]),
            connections: values.count(section["connections"], within: 1...10) ?? defaults.connections,
            alertsPerHour: values.count(section["alerts_per_hour"], within: 1...1000) ?? defaults.alertsPerHour)
    }

    private mutating func readChannels(_ section: Section?) -> [SlackSettings.ChannelRule] {
        (section?.members ?? []).map { member in
            if member.key.isEmpty {
                values.report("expected a channel as the key, found \"\"", at: member.keyPosition)
            }
            return SlackSettings.ChannelRule(channel: member.key, patterns: readPatterns(member.node))
        }
    }

    private mutating func readPatterns(_ node: Node?) -> [String] {
        values.list(node, of: "regular expressions", each: "a regular expression in quotes") { pattern in
            // The parser of patterns recurses: a bound keeps hostile ones off the stack.
            guard pattern.utf8.count <= 1000, (try? Regex(pattern)) != nil else { return nil }
            return pattern
        } ?? []
    }
}
