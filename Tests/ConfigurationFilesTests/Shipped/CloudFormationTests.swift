import Testing

import enum TestSupport.ProjectPython

@Suite("manifests/aws")
struct CloudFormationTests {
    @Test(
        "cfn-lint has nothing to say",
        .enabled("Python's cfnlint is at hand") { await Python.has("cfnlint") })
    func lint() async throws {
        let templates = Project.files(in: "manifests/aws", suffix: ".yaml")
        #expect(templates == ["bot-policy.yaml", "identification-role.yaml", "state-tables.yaml"])
        let paths = templates.map { Project.path("manifests/aws/\($0)") }
        let program = "import sys; from cfnlint.runner import main; sys.exit(main())"
        let result = try await ChildProcess.run(
            ProjectPython.path, ["-c", program, "--include-checks", "I", "--"] + paths)
        #expect(result.output == "")
        #expect(result.status == 0)
    }
}
