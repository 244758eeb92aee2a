import Foundation

@testable import Scheduling

/// A zone of the system's database.
func zone(_ name: String) throws -> Zone {
    let file = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
    guard let zone = Zone(name: name, file: file) else { throw CocoaError(.fileReadCorruptFile) }
    return zone
}

/// `2026-03-29T02:30:00Z`.
func utc(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

func text(_ date: Date?) -> String { date?.formatted(.iso8601) ?? "never" }
