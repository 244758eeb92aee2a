import CloudTrailCore
import Testing

import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager
import struct FoundationEssentials.URL
import struct FoundationEssentials.UUID

@testable import ConfigurationFiles

@Suite("The directory of the configuration files")
struct ConfigurationDirectoryTests {
    /// Lends a directory with these files to `body` and removes it afterwards.
    private func withDirectory(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "trailwatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
        try body(directory.path)
    }

    private func problems(in directory: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try ConfigurationFiles.load(directory: directory)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private let complete = ["config.json": minimal, "whitelist.json": "{}", "ticket_owners.json": "{}"]

    @Test("All three files are loaded, with or without a slash at the directory's end")
    func loading() throws {
        var files = complete
        files["config.json"] = #"{"aws": {"accounts": {}}, "bu_list": ["Dev"]}"#
        files["whitelist.json"] = #"{"cloudtrails": {"123456789012": "*"}}"#
        files["ticket_owners.json"] = #"{"slack_owner": "bob"}"#
        try withDirectory(files) { directory in
            for path in [directory, directory + "/"] {
                let loaded = try ConfigurationFiles.load(directory: path)
                #expect(loaded.configuration.businessUnits == ["Dev"])
                #expect(loaded.whitelist.entries.map(\.scope) == [.all])
                #expect(loaded.ticketOwners.global.slackOwners == ["bob"])
                #expect(loaded.ticketOwners.businessUnitNames == ["Dev"])
            }
        }
    }

    @Test("Each missing file is one sentence with its path, and the others are checked all the same")
    func missingFiles() throws {
        try withDirectory(["config.json": "{]"]) { directory in
            #expect(
                problems(in: directory) == [
                    "\(directory)/whitelist.json: no such file; when there is nothing to whitelist, let it contain {}",
                    "\(directory)/ticket_owners.json: no such file; when nobody is to be told, let it contain {}",
                    "config.json:1:2: expected a key in double quotes, or } to close the { of 1:1, found ]",
                ])
        }
        try withDirectory(["whitelist.json": "{}", "ticket_owners.json": "{}"]) { directory in
            #expect(
                problems(in: directory) == [
                    "\(directory)/config.json: no such file; it says which accounts to scan"
                ])
        }
    }

    @Test("A directory in the place of a file, and a file in the place of the directory, are refused")
    func wrongKind() throws {
        try withDirectory(complete) { directory in
            try FileManager.default.removeItem(atPath: directory + "/whitelist.json")
            try FileManager.default.createDirectory(
                atPath: directory + "/whitelist.json", withIntermediateDirectories: true)
            #expect(
                problems(in: directory) == [
                    "\(directory)/whitelist.json: cannot be read: expected a regular file"
                ])
            #expect(
                problems(in: directory + "/config.json") == [
                    "\(directory)/config.json: expected a directory with config.json, whitelist.json and"
                        + " ticket_owners.json, found a file"
                ])
        }
    }

    @Test("No directory is one sentence, not three")
    func noDirectory() throws {
        try withDirectory([:]) { directory in
            #expect(
                problems(in: directory + "/none") == [
                    "\(directory)/none: no such directory; expected one with config.json, whitelist.json and"
                        + " ticket_owners.json"
                ])
        }
    }
}
