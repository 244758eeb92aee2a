import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import FoundationEssentials

extension Playbook {
    /// The playbook of commands that do not ask AWS: the organization's accounts are those that the bot listed last.
    init(_ files: LoadedFiles, _ list: AccountListFile) {
        self.init(files)
        if files.configuration.discovery != nil { watched = WatchedAccounts(list.read()?.accounts ?? []) }
    }

    /// The playbook of those that do.
    init(_ files: LoadedFiles, _ list: AccountListFile, asking access: AWSAccess) {
        self.init(files)
        guard let discovery = files.configuration.discovery else { return }
        let ignored = files.configuration.cloudtrails.ignoredAccounts
        let organization = access.organization(.init(units: discovery.units, tags: discovery.tags))
        watched = WatchedAccounts(
            lastKnown: list.read(), life: discovery.interval, now: { Date() }, keep: list.write
        ) { () throws(WatchedAccounts.Failure) in
            do throws(AWSError) {
                return try await organization.accounts().filter { !ignored.contains($0.id) }
            } catch {
                throw WatchedAccounts.Failure("the organization's accounts cannot be listed: \(error.description)")
            }
        }
    }

    /// The playbook that the three files describe.
    private init(_ files: LoadedFiles) {
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
            tickets: configuration.jira.isEnabled ? Tickets(configuration) : nil,
            whitelistingProcedureURL: configuration.whitelistingProcedureURL,
            scanSchedule: configuration.cloudtrails.isEnabled ? configuration.scanSchedule : nil,
            escalation: configuration.escalation, quiet: configuration.quiet,
            digests: configuration.digests)
        floodLimit = configuration.slack.alertsPerHour
    }
}

extension Playbook.Tickets {
    /// Tickets open by themselves where reporting is on, unless JIRA's section says otherwise.
    fileprivate init(_ configuration: Configuration) {
        let isAutomatic = configuration.cloudtrails.isReporting && configuration.jira.opening == .automatic
        self.init(issueType: configuration.jira.issueType, opening: isAutomatic ? .automatic : .onRequest)
    }
}
