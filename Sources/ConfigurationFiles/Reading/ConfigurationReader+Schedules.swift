import Scheduling

extension ConfigurationReader {
    /// Before everything that has a schedule.
    mutating func readTimeZone(_ node: Node?) {
        zone = values.zone(node) ?? .utc
    }

    mutating func readCronjobs(_ section: Section) -> CronjobSettings {
        // CloudTrail has no remediation.
        values.noteUnread(in: section, known: ["identification", "reporting", "remediation"])
        return CronjobSettings(
            identification: values.schedule(section["identification"], in: zone),
            reporting: values.schedule(section["reporting"], in: zone))
    }
}

extension ValueReader {
    mutating func schedule(_ node: Node?, in zone: Zone) -> Schedule? {
        guard let node, let text = text(node, expected: "a schedule in quotes, such as \"30 8 * * 1-5\" or \"1h\"")
        else {
            return nil
        }
        do throws(ScheduleMistake) { return try Schedule(text, in: zone) } catch {
            report("expected a schedule such as \"30 8 * * 1-5\" or \"1h\": \(error)", at: node.position)
            return nil
        }
    }
}
