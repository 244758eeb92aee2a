import ChatOps
import CloudTrailCore
import ConfigurationFiles

extension Playbook {
    /// The playbook that the three files describe.
    init(_ files: LoadedFiles) {
        let configuration = files.configuration
        self.init(
            accounts: configuration.accounts,
            regions: configuration.aws.regions.map { .only($0) } ?? .enabled,
            whitelist: files.whitelist,
            owners: files.ticketOwners,
            tellsOwners: configuration.cloudtrails.isReporting && configuration.slack.isEnabled,
            tellsDefaultOwner: configuration.slack.notifiesDefaultOwner,
            operatorsChannel: configuration.slack.isEnabled ? configuration.slack.defaultChannel : nil,
            roles: configuration.roles,
            tickets: configuration.jira.isEnabled ? Tickets(issueType: configuration.jira.issueType) : nil,
            whitelistingProcedureURL: configuration.whitelistingProcedureURL,
            scanInterval: configuration.cloudtrails.isEnabled ? configuration.cloudtrails.interval : nil)
    }
}
