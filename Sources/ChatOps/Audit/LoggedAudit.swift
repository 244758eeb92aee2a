import CloudTrailCore
import FoundationEssentials
import Logging

/// Writes entries into a log, at the level `debug`: for those who keep logs apart from the store.
public struct LoggedAudit: AuditLog {
    private let log: Logger

    public init(_ log: Logger) {
        self.log = log
    }

    public func append(_ entry: AuditEntry) {
        var facts: Logger.Metadata = [
            "id": "\(entry.id)", "at": "\(entry.at.ISO8601Format())", "request": "\(entry.request)",
            "person": "\(entry.person.rawValue)", "name": "\(entry.name)", "channel": "\(entry.channel)",
            "way": "\(entry.way.rawValue)", "command": "\(entry.command)", "text": "\(entry.text)",
            "accounts": .array(entry.accounts.map { "\($0)" }), "outcome": "\(entry.outcome.rawValue)",
            "result": "\(entry.result)",
        ]
        if let thread = entry.thread { facts["thread"] = "\(thread)" }
        log.debug("Somebody asked.", metadata: facts)
    }
}
