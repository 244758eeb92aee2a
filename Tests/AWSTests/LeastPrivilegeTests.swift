import FoundationEssentials
import Testing

@testable import AWS

/// `AWSCall` is the only way to make an operation, so it is what the code calls.
@Suite("Least privilege")
struct LeastPrivilegeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }

    /// Every action that a template names, each once.
    private static func actions(of template: String) throws -> Set<String> {
        let text = try text("manifests/aws/\(template)")
        return Set(text.matches(of: /(?m)^\s+(?:- |Action: )([a-z0-9-]+:[A-Z*]\S*|\*)$/).map { String($0.1) })
    }

    private static func actions(_ permissions: AWSCall.Permission...) -> Set<String> {
        Set(AWSCall.allCases.filter { permissions.contains($0.permission) }.flatMap(\.actions))
    }

    @Test("The role in every account may do what is called there, and nothing else; only the bot may assume it")
    func identificationRole() throws {
        #expect(
            try Self.actions(of: "identification-role.yaml")
                == Self.actions(.everyAccount).union(AWSCall.assumeRole.actions))
        #expect(
            Self.actions(.everyAccount) == [
                "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus",
                "ec2:DescribeRegions",
            ])
    }

    @Test("The bot may do all that is called, and nothing else")
    func botPolicy() throws {
        // Secrets that are encrypted with a customer's key are decrypted on behalf of who reads them.
        #expect(
            try Self.actions(of: "bot-policy.yaml") == Self.actions(.everyAccount, .bot).union(["kms:Decrypt"]))
    }

    @Test("The bot may not make tables: whoever runs `trailwatch store create` once may, or the template does it")
    func tableMaker() throws {
        #expect(
            Self.actions(.tableMaker) == [
                "dynamodb:CreateTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive",
            ])
        #expect(try Self.actions(of: "bot-policy.yaml").isDisjoint(with: Self.actions(.tableMaker)))
    }

    @Test("Each call that is permitted is made somewhere", arguments: AWSCall.allCases)
    func isMade(call: AWSCall) throws {
        let folder = Self.root.appending(path: "Sources/AWS/Services")
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
            try Self.text("Sources/AWS/Services/\($0)")
        }
        #expect(sources.contains { $0.contains("(.\(call),") || $0.contains("            .\(call),") })
    }
}
