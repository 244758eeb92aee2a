import Testing

import enum TestSupport.ProjectPython

@Suite("manifests/aws")
struct CloudFormationTests {
    private static let looking = [
        "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus", "ec2:DescribeRegions",
    ]

    /// Every action that a template names, each once.
    private func actions(of template: String) throws -> [String] {
        let text = try Project.text("manifests/aws/\(template)")
        return Set(
            text.matches(of: /(?m)^\s+(?:- |Action: )((?:cloudtrail|ec2|sts|iam|s3|kms|\*)(?::\S*)?)$/).map {
                String($0.1)
            }
        )
        .sorted()
    }

    @Test("The identification role may look, and nothing else")
    func identificationRole() throws {
        #expect(try actions(of: "identification-role.yaml") == Self.looking + ["sts:AssumeRole"])
    }

    @Test("The bot may assume that role, and look at its own account")
    func botPolicy() throws {
        #expect(try actions(of: "bot-policy.yaml") == Self.looking + ["sts:AssumeRole"])
        let resource = #"Resource: !Sub "arn:${AWS::Partition}:iam::*:role/${RoleName}""#
        #expect(try Project.text("manifests/aws/bot-policy.yaml").contains(resource))
    }

    @Test(
        "cfn-lint has nothing to say",
        .enabled("Python's cfnlint is at hand") { await Python.has("cfnlint") })
    func lint() async throws {
        let templates = Project.files(in: "manifests/aws", suffix: ".yaml")
        #expect(templates == ["bot-policy.yaml", "identification-role.yaml"])
        let paths = templates.map { Project.path("manifests/aws/\($0)") }
        let program = "import sys; from cfnlint.runner import main; sys.exit(main())"
        let result = try await ChildProcess.run(
            ProjectPython.path, ["-c", program, "--include-checks", "I", "--"] + paths)
        #expect(result.output == "")
        #expect(result.status == 0)
    }
}
