extension ConfigurationReader {
    mutating func readJira(_ section: Section) -> JiraSettings {
        values.noteUnread(in: section, known: ["enabled", "server", "issue_type", "text_field_character_limit"])
        let defaults = JiraSettings()
        let settings = JiraSettings(
            isEnabled: values.flag(section["enabled"]) ?? defaults.isEnabled,
            server: values.webAddress(section["server"]),
            issueType: values.text(section["issue_type"]) ?? defaults.issueType,
            textFieldCharacterLimit: values.count(section["text_field_character_limit"]).flatMap { $0 == 0 ? nil : $0 })
        if settings.isEnabled, section["server"]?.isUnset != false {
            values.report(
                "JIRA is enabled: expected `jira.server`, its root URL, found none",
                at: section["server"]?.position ?? section.position)
        }
        return settings
    }
}
