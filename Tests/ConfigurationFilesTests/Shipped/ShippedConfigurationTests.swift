import ChatOps
import CloudTrailCore
import ConfigurationFiles
import Testing

@Suite("The files in config/")
struct ShippedConfigurationTests {
    @Test("They load as they are, without a problem and without a note")
    func load() throws {
        let files = try ConfigurationFiles.load(directory: Project.path("config"))
        let configuration = files.configuration
        #expect(files.notes == [])
        #expect(
            configuration.accounts.map(\.title) == [
                "master (123456789012)", "slave1 (210987654321)", "slave2 (654321210987)",
            ])
        #expect(configuration.aws.identificationRole == "hammer-cloudsec-crossact-id")
        #expect(configuration.aws.regions == nil)
        #expect(configuration.cloudtrails == CloudTrailSettings(isReporting: true, interval: .seconds(3600)))
        #expect(configuration.slack.isEnabled)
        #expect(!configuration.jira.isEnabled)
        #expect(
            configuration.roles == RoleAssignments([.viewer: ["*"], .operator: ["*"], .approver: ["ann@example.com"]]))
        #expect(files.whitelist == Whitelist())
        #expect(files.ticketOwners.global.slackOwners == ["#cloudtrail-alerts"])
        #expect(
            files.ticketOwners.accounts.values.map(\.slackOwners) == [["#slave1-alerts", "ann@example.com"]])
    }
}
