import Testing

@Suite("manifests/man")
struct ManualTests {
    private static let page = "manifests/man/trailwatch.1"

    @Test(
        "mandoc has nothing to say",
        .enabled("mandoc is at hand") { await Tool("sh").isThere("-c", "command -v mandoc") })
    func lint() async throws {
        let result = try await Tool("mandoc").run("-Tlint", "-W", "warning", Project.path(Self.page))
        #expect(result.output == "")
        #expect(result.status == 0)
    }

    @Test("Every command of the program is in it")
    func complete() throws {
        let page = try Project.text(Self.page)
        for name in Project.files(in: "Sources/trailwatch/Commands", suffix: ".swift") {
            let source = try Project.text("Sources/trailwatch/Commands/\(name)")
            guard let command = source.firstMatch(of: /commandName: "([a-z]+)"/)?.1, source.contains("Command: ") else {
                continue
            }
            #expect(
                page.contains(".It Cm \(command)\n") || page.contains(" \(command) |") || page.contains("| \(command)"),
                "\(command)")
        }
    }
}
