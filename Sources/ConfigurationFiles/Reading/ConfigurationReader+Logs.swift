extension ConfigurationReader {
    mutating func readLogs(_ section: Section) -> LogSettings {
        values.noteUnread(in: section, known: ["enabled", "region", "groups", "streams"])
        return LogSettings(
            isEnabled: values.flag(section["enabled"]) ?? false,
            region: values.region(section["region"]),
            groups: readJournals(
                values.section(section["groups"], named: "cloudwatch_logs.groups"),
                expected: "a log group's name: up to 512 letters, digits and _-/.#", Self.groupName),
            streams: readJournals(
                values.section(section["streams"], named: "cloudwatch_logs.streams"),
                expected: "a log stream's name: up to 512 characters without : and *", Self.streamName))
    }

    private mutating func readJournals(
        _ section: Section?, expected: String, _ make: (String) -> String?
    ) -> [LogSettings.Journal: String] {
        var names: [LogSettings.Journal: String] = [:]
        for member in section?.members ?? [] {
            guard let journal = LogSettings.Journal(rawValue: member.key) else {
                let all = LogSettings.Journal.allCases.map(\.rawValue).joined(separator: ", ")
                values.report("expected one of \(all), found \(member.key.quotedBriefly())", at: member.keyPosition)
                continue
            }
            names[journal] = values.value(member.node, expected: expected, make)
        }
        return names
    }

    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    private static func groupName(_ text: String) -> String? {
        let isName = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_-/.#".unicodeScalars.contains(scalar))
        }
        return isName && text.utf8.count <= 512 && !text.hasPrefix("aws/") ? text : nil
    }

    /// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
    private static func streamName(_ text: String) -> String? {
        text.count <= 512 && !text.contains { ":*".contains($0) } ? text : nil
    }
}
