import Testing

@Suite("manifests/container")
struct ContainerTests {
    private static let dockerfile = "manifests/container/Dockerfile"

    @Test(
        "hadolint has nothing to say", .enabled("hadolint is at hand") { await Tool("hadolint").isThere("--version") })
    func lint() async throws {
        let result = try await Tool("hadolint").run("--failure-threshold", "ignore", Project.path(Self.dockerfile))
        #expect(result.output == "")
        #expect(result.status == 0)
    }

    @Test("The build sees what Package.swift names, and nothing else of the project")
    func context() throws {
        let ignored = try Project.text(Self.dockerfile + ".dockerignore").split(separator: "\n").drop {
            $0.first == "#"
        }
        #expect(Array(ignored) == ["*", "!Package.swift", "!Package.resolved", "!Sources", "!Tests", "!Examples"])
    }

    @Test("The container is built with the libraries that `make build` installs")
    func libraries() throws {
        let makefile = try Project.text("Makefile")
        let line = try #require(makefile.firstMatch(of: /(?m)^PACKAGES := (.*)$/)).1
        let dockerfile = try Project.text(Self.dockerfile)
        let missing = line.split(separator: " ").filter { $0.hasSuffix("-dev") && !dockerfile.contains(" \($0) ") }
        #expect(missing == [])
    }

    @Test("The program runs as nobody in particular, with its state on a volume")
    func runs() throws {
        let lines = try Project.text(Self.dockerfile).split(separator: "\n")
        for line in [
            "USER 65532:65532", "VOLUME /var/lib/trailwatch", #"ENTRYPOINT ["/usr/local/bin/trailwatch"]"#,
            #"CMD ["run", "--config", "/etc/trailwatch"]"#,
        ] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
    }
}
