import Foundation
import TestSupport

/// Slack's published contracts, looked for beside the project; tests that need them are skipped where they are not.
enum Contracts {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appending(path: "shared/contracts/slack")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func sample(_ name: String) throws -> String {
        try String(contentsOf: folder!.appending(path: "samples/\(name).json"), encoding: .utf8)
    }

    /// What is wrong with each document by a definition of the Block Kit schema; one line each, none when all is well.
    static func violations(of documents: [String], definition: String?) throws -> String {
        let schema = folder!.appending(path: "slack-block-kit.subset.schema.json").path
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            if sys.argv[2]: schema = {"$defs": schema["$defs"], "$ref": "#/$defs/" + sys.argv[2]}
            validator = jsonschema.Draft202012Validator(schema)
            for number, document in enumerate(json.load(sys.stdin)):
                for error in validator.iter_errors(document): print(number, error.json_path, error.message[:300])
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProjectPython.path, "-W", "ignore", "-c", script, schema, definition ?? ""]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("[\(documents.joined(separator: ","))]".utf8))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }

    static let hasValidator: Bool = {
        guard folder != nil else { return false }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [ProjectPython.path, "-c", "import jsonschema"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
