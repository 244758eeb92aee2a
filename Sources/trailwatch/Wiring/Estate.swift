import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import FoundationEssentials

/// What every command that looks at AWS needs.
struct Estate {
    let source: AWSTrailSource
    let http: CurlTransport
    let access: AWSAccess
    /// With the accounts that AWS itself lists, where the files say so.
    let playbook: Playbook

    init(files: LoadedFiles, environment: ProcessEnvironment) throws {
        let connection = try AWSConnection(files.configuration, environment)
        (http, access) = (connection.http, connection.access)
        let configured = files.configuration.aws
        let access = access
        let playbook = Playbook(files, AccountListFile(environment), asking: access)
        self.playbook = playbook
        source = AWSTrailSource(
            access,
            entrance: Entrance(
                roleName: configured.identificationRole, externalID: configured.externalID,
                requester: { Requester.current }),
            watches: { playbook.watched[$0] != nil })
    }

    /// Throws the sentence to show when there are no usable credentials.
    func checkCredentials() async throws(StartFailure) {
        do { _ = try await source.callerIdentity() } catch { throw StartFailure(error.description) }
    }
}
