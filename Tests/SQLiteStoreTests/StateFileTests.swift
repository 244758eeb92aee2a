import CloudTrailCore
import Foundation
import SQLiteStore
import StoreContract
import Testing

@Suite("The SQLite store's file")
struct StateFileTests {
    let folder = TemporaryFolder()

    @Test("is created for its owner alone, and so is its folder")
    func permissions() async throws {
        let path = folder.file("new/state/trailwatch.db")
        let store = try SQLiteStore(path: path)
        _ = try await store.commit(Sample.issue(), notices: [])
        #expect(try mode(folder.file("new")) == 0o700)
        #expect(try mode(folder.file("new/state")) == 0o700)
        for suffix in ["", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600) }
    }

    @Test("keeps the permissions its owner gave it")
    func existingPermissions() throws {
        let path = folder.file("state.db")
        #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o640]))
        _ = try SQLiteStore(path: path)
        #expect(try mode(path) == 0o640)
    }

    @Test("that is no database is refused as corrupt, and not touched")
    func noDatabase() throws {
        let path = folder.file("state.db")
        let text = Data(String(repeating: "not a database\n", count: 300).utf8)
        try text.write(to: URL(filePath: path))
        expect(
            .corrupt,
            "The file \(path) is damaged or no database of Trailwatch: restore it from a backup, or move it away."
        ) { _ = try SQLiteStore(path: path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == text)
    }

    @Test("with damaged pages is told as corrupt when they are read", .enabled(if: Python.isInstalled, "needs python3"))
    func damagedPages() async throws {
        let path = folder.file("state.db")
        let store = try SQLiteStore(path: path)
        for number in 0..<200 {
            _ = try await store.commit(Sample.issue(Sample.place(String(format: "%012d", number))), notices: [])
        }
        try Python.run(
            """
            import sqlite3, sys
            sqlite3.connect(sys.argv[1]).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            """, path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        for index in bytes.indices.dropFirst(4096 * 20) { bytes[index] = 0xA5 }
        let damaged = folder.file("damaged.db")
        try bytes.write(to: URL(filePath: damaged))
        let error = await #expect(throws: StoreError.self) {
            _ = try await SQLiteStore(path: damaged).issues(matching: IssueFilter())
        }
        #expect(error?.code == .corrupt)
        _ = store
    }

    @Test("in a folder that cannot be made is refused with the folder's name")
    func noFolder() throws {
        let file = folder.file("file")
        try Data().write(to: URL(filePath: file))
        expect(.unavailable, "The folder \(file)/state of the database cannot be created.") {
            _ = try SQLiteStore(path: file + "/state/state.db")
        }
    }

    @Test("that cannot be made is refused with the reason")
    func unwritable() throws {
        // A folder that takes no new files, not even root's.
        expect(.unavailable, "The database /proc/trailwatch.db cannot be created: No such file or directory.") {
            _ = try SQLiteStore(path: "/proc/trailwatch.db")
        }
    }

    @Test("that is a folder is refused")
    func isFolder() throws {
        let path = folder.file("state.db")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        expect(.unavailable, "The database \(path) cannot be used: unable to open database file.") {
            _ = try SQLiteStore(path: path)
        }
    }

    @Test("of another program is refused", .enabled(if: Python.isInstalled, "needs python3"))
    func foreign() throws {
        let path = folder.file("state.db")
        try Python.run("import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE theirs (x)')", path)
        expect(.unavailable, "The database \(path) belongs to another program.") { _ = try SQLiteStore(path: path) }
    }

    @Test("written by a newer version is refused", .enabled(if: Python.isInstalled, "needs python3"))
    func newerVersion() throws {
        let path = folder.file("state.db")
        _ = try SQLiteStore(path: path)
        try Python.run("import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 99')", path)
        expect(
            .unavailable,
            "The database \(path) was written by a newer version of Trailwatch; run that version, or newer."
        ) { _ = try SQLiteStore(path: path) }
    }

    @Test("with a document that cannot be read says which", .enabled(if: Python.isInstalled, "needs python3"))
    func unreadableDocument() async throws {
        let path = folder.file("state.db")
        let store = try SQLiteStore(path: path)
        let stored = try await store.commit(Sample.issue(), notices: [])
        try Python.run(
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(\"UPDATE issue SET document = '{}'\"); c.commit()",
            path)
        let error = await #expect(throws: StoreError.self) { _ = try await store.issue(at: stored.place) }
        #expect(error == StoreError(.corrupt, "The issue \(stored.place) in the database cannot be read."))
    }

    @Test("keeps what a process wrote that was killed in the middle", .enabled(if: Python.isInstalled, "needs python3"))
    func killedWriter() async throws {
        let path = folder.file("state.db")
        let store = try SQLiteStore(path: path)
        let stored = try await store.commit(Sample.issue(), notices: [])
        // Another writer claims one id for good, and dies holding the lock with a second claim not yet committed.
        try Python.run(
            """
            import os, signal, sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("INSERT INTO claim VALUES ('kept', 9e9)")
            c.execute("BEGIN IMMEDIATE")
            c.execute("INSERT INTO claim VALUES ('lost', 9e9)")
            os.kill(os.getpid(), signal.SIGKILL)
            """, path)
        #expect(try await !store.claim("kept", at: Sample.date(0)))
        #expect(try await store.claim("lost", at: Sample.date(0)))
        #expect(try await store.issue(at: stored.place) == stored)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
    }

    private func expect(
        _ code: StoreError.Code, _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        let error = #expect(throws: StoreError.self, sourceLocation: sourceLocation, performing: body)
        #expect(error == StoreError(code, message), sourceLocation: sourceLocation)
    }
}
