import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

@Suite("Files with secrets")
struct PrivateFileTests {
    @Test("are replaced whole, may be read by nobody else, and leave nothing beside them")
    func replaces() async throws {
        try await TemporaryDirectory.with { directory in
            let path = try directory.write("old and longer", to: "token.json")
            #expect(PrivateFile.replace(path, with: Data("new".utf8)))
            #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? UInt).map { $0 & 0o777 } == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["token.json"])
            #expect(!PrivateFile.replace(directory.file("no/such/place"), with: Data()))
        }
    }
}
