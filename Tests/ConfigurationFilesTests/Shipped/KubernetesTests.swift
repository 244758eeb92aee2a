import CloudTrailCore
import ConfigurationFiles
import Testing

@Suite("manifests/kubernetes")
struct KubernetesTests {
    private static let overlays = ["dynamodb", "sqlite"]
    private static let folder = "manifests/kubernetes/overlays/"

    private static let haveTools = ConditionTrait.enabled(
        "kubectl, kubernetes-validate and checkov are at hand: `make test` installs them"
    ) {
        let kubectl = await Tool("kubectl").isThere("version", "--client")
        let validate = await Tool("kubernetes-validate").isThere("--version")
        let checkov = await Tool("checkov").isThere("--version")
        return kubectl && validate && checkov
    }

    private static func rendered(_ overlay: String) async throws -> String {
        let result = try await Tool("kubectl").run("kustomize", Project.path(folder + overlay))
        #expect(result.status == 0, "\(result.output)")
        return result.output
    }

    @Test(
        "Every overlay is valid to the letter, for the newest Kubernetes and for an old one", haveTools,
        arguments: overlays)
    func valid(overlay: String) async throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.file("\(overlay).yaml", try await Self.rendered(overlay))
        for version in ["1.37.0", "1.29.0"] {
            let result = try await Tool("kubernetes-validate").run(
                "--strict", "--quiet", "--kubernetes-version", version, file)
            #expect(result.output == "")
            #expect(result.status == 0)
        }
    }

    /// CKV_K8S_43 asks for a digest instead of a tag: that of the operator's own image.
    @Test("checkov finds nothing to harden, neither in the overlays nor in the container", haveTools)
    func hardened() async throws {
        let scratch = try ScratchDirectory()
        var files = [Project.path("manifests/container/Dockerfile")]
        for overlay in Self.overlays {
            files.append(try scratch.file("\(overlay).yaml", try await Self.rendered(overlay)))
        }
        let result = try await ChildProcess.run(
            Tool("checkov").path,
            [
                "--skip-download", "--compact", "--quiet", "--framework", "kubernetes", "dockerfile", "--skip-check",
                "CKV_K8S_43", "--file",
            ] + files)
        #expect(result.output.matches(of: /Failed checks: 0/).count == 2, "\(result.output)")
        #expect(result.status == 0)
    }

    @Test("SQLite's file has one bot, DynamoDB's tables two", haveTools)
    func replicas() async throws {
        let sqlite = try await Self.rendered("sqlite")
        #expect(sqlite.contains("replicas: 1\n"))
        #expect(sqlite.contains("type: Recreate\n"))
        #expect(sqlite.contains("claimName: trailwatch-state\n"))
        let dynamodb = try await Self.rendered("dynamodb")
        #expect(dynamodb.contains("replicas: 2\n"))
        #expect(dynamodb.contains("type: RollingUpdate\n"))
        #expect(!dynamodb.contains("PersistentVolumeClaim"))
    }

    @Test("Each overlay's three files load, and choose the overlay's store", arguments: overlays)
    func configuration(overlay: String) throws {
        let files = try ConfigurationFiles.load(directory: Project.path(Self.folder + overlay))
        #expect(files.notes == [])
        #expect(files.configuration.store.engine.rawValue == overlay)
    }
}
