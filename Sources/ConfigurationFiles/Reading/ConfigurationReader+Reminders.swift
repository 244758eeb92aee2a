import ChatOps
import CloudTrailCore
import Scheduling

extension ConfigurationReader {
    mutating func readReminders(_ section: Section) -> Escalation {
        var ladders: [Severity: Escalation.Ladder] = [:]
        for member in section.members {
            guard let severity = Severity(rawValue: member.key) else {
                let severities = Severity.allCases.map(\.rawValue).joined(separator: ", ")
                values.report(
                    "expected one of the severities \(severities), found \(member.key.quotedBriefly())",
                    at: member.keyPosition)
                continue
            }
            let name = section.path(to: member.key)
            ladders[severity] = values.section(member.node, named: name).flatMap { readLadder($0) }
        }
        return Escalation(ladders)
    }

    private mutating func readLadder(_ section: Section) -> Escalation.Ladder? {
        values.noteUnread(in: section, known: ["after", "levels", "repeat"])
        let levels = values.list(
            section["levels"], of: "levels", each: "\"owner\", \"default_owner\", a channel or a person in quotes",
            Escalation.Level.init(configured:))
        let again = values.interval(section["repeat"])
        guard let after = values.interval(section["after"]) else {
            if section["after"]?.isUnset != false {
                values.report("expected `\(section.name).after`, the time to the first reminder", at: section.position)
            }
            return nil
        }
        return Escalation.Ladder(after: after, levels: levels ?? [.owner], again: again)
    }

    mutating func readQuietHours(_ section: Section) -> Quiet? {
        values.noteUnread(in: section, known: ["from", "until", "weekends", "time_zone", "except"])
        let from = values.timeOfDay(section["from"])
        let until = values.timeOfDay(section["until"])
        let weekends = values.flag(section["weekends"]) ?? false
        let own = values.zone(section["time_zone"])
        let loudFrom = values.value(
            section["except"], expected: "one of the severities critical, high, medium, low", Severity.init(rawValue:))
        guard let from, let until else {
            if section["from"]?.isUnset != false || section["until"]?.isUnset != false {
                values.report(
                    "expected `from` and `until`, times of the day such as \"20:00\" and \"07:00\"",
                    at: section.position)
            }
            return nil
        }
        guard from != until else {
            values.report(
                "expected `until` at another time than `from`: no hour would be quiet",
                at: section["from"]?.position ?? section.position)
            return nil
        }
        let hours = QuietHours(from: from, until: until, includesWeekends: weekends, zone: own ?? zone)
        return Quiet(hours, loudFrom: loudFrom)
    }
}

extension Escalation.Level {
    fileprivate init?(configured text: String) {
        switch text {
        case "": return nil
        case "owner": self = .owner
        case "default_owner": self = .defaultOwner
        default: self = .recipient(text)
        }
    }
}

extension ValueReader {
    mutating func zone(_ node: Node?) -> Zone? {
        value(node, expected: "a time zone such as \"Europe/Berlin\"", Zone.init(named:))
    }

    /// Seconds since midnight.
    fileprivate mutating func timeOfDay(_ node: Node?) -> Int? {
        value(node, expected: "a time of the day such as \"07:30\"") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let isWritten = parts.count == 2 && parts[1].utf8.count == 2 && (1...2).contains(parts[0].utf8.count)
            guard isWritten, parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }), let hour = Int(parts[0]),
                let minute = Int(parts[1]), hour < 24, minute < 60
            else { return nil }
            return hour * 3600 + minute * 60
        }
    }
}
