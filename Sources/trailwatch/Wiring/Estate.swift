import AWS
import CloudTrailCore
import ConfigurationFiles
import CurlTransport
import FoundationEssentials
import Networking

/// What every command that looks at AWS needs.
struct Estate {
    let source: AWSTrailSource
    let http: CurlTransport

    init(files: LoadedFiles, environment: ProcessEnvironment) throws {
        var options = CurlTransport.Options(userAgent: "trailwatch/\(Trailwatch.version)")
        options.certificateFile = environment["SSL_CERT_FILE"]
        options.proxies = ProxyRules(environment: environment.variables)
        // AWS speaks HTTP/1.1 only, and some HTTP/2 servers lose requests when they say good-bye to a connection.
        options.allowsHTTP2 = false
        http = try CurlTransport(options: options)
        do {
            let settings = try AWS.AWSSettings(environment: environment.variables)
            let configured = files.configuration.aws
            source = try AWSTrailSource(
                transport: http, settings: settings, roleName: configured.identificationRole,
                region: settings.region ?? configured.region, watched: Set(files.configuration.accounts.map(\.id)))
        } catch {
            throw StartFailure(error.description)
        }
    }

    /// Throws the sentence to show when there are no usable credentials.
    func checkCredentials() async throws(StartFailure) {
        do { _ = try await source.callerIdentity() } catch { throw StartFailure(error.description) }
    }
}
