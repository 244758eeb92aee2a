import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import FoundationEssentials
import Networking

/// What every command that looks at AWS needs.
struct Estate {
    let source: AWSTrailSource
    let http: CurlTransport
    let access: AWSAccess
    /// With the accounts that AWS itself lists, where the files say so.
    let playbook: Playbook

    init(files: LoadedFiles, environment: ProcessEnvironment) throws {
        var options = CurlTransport.Options(userAgent: "trailwatch/\(Trailwatch.version)")
        options.certificateFile = environment["SSL_CERT_FILE"]
        options.proxies = ProxyRules(environment: environment.variables)
        // AWS speaks HTTP/1.1 only, and some HTTP/2 servers lose requests when they say good-bye to a connection.
        options.allowsHTTP2 = false
        http = try CurlTransport(options: options)
        let configured = files.configuration.aws
        do throws(AWSError) {
            let settings = try AWS.AWSSettings(environment: environment.variables)
            access = try AWSAccess(transport: http, settings: settings, region: settings.region ?? configured.region)
        } catch {
            throw StartFailure(error.description)
        }
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
