import Testing

@testable import ConfigurationFiles

@Suite("Changed files")
struct FileWatchTests {
    @Test("A change is told once, when it has lasted from one look to the next")
    func settled() {
        let (old, half, new) = (FileWatch.Signature([[1]]), FileWatch.Signature([[2]]), FileWatch.Signature([[3]]))
        var watch = FileWatch(old)
        #expect(
            [old, half, new, new, new, old, old].map { watch.look($0) } == [
                false, false, false, true, false, false, true,
            ])
    }

    @Test("A file that is written, or is gone, has another signature")
    func signature() throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.file("config.json", "{}")
        let directory = String(file.dropLast("/config.json".count))
        let before = FileWatch.Signature(directory: directory)
        #expect(before == FileWatch.Signature(directory: directory))
        _ = try scratch.file("config.json", "{ }")
        #expect(before != FileWatch.Signature(directory: directory))
        #expect(before != FileWatch.Signature(directory: directory + "/elsewhere"))
    }
}
