import AWS
import ConfigurationFiles
import CurlTransport
import Networking

/// The network, and the way to AWS over it.
struct AWSConnection {
    /// To be shut down before the program exits: its thread must not meet OpenSSL's clean-up.
    let http: CurlTransport
    let access: AWSAccess

    /// Throws when the settings cannot be used; nothing is asked yet.
    init(_ configuration: Configuration, _ environment: ProcessEnvironment) throws {
        http = try Self.transport(environment)
        do throws(AWSError) {
            let settings = try AWS.AWSSettings(environment: environment.variables)
            access = try AWSAccess(
                transport: http, settings: settings, region: settings.region ?? configuration.aws.region)
        } catch {
            throw StartFailure(error.description)
        }
    }

    /// The network alone.
    static func transport(_ environment: ProcessEnvironment) throws -> CurlTransport {
        var options = CurlTransport.Options(userAgent: "trailwatch/\(Trailwatch.version)")
        options.certificateFile = environment["SSL_CERT_FILE"]
        options.proxies = ProxyRules(environment: environment.variables)
        // AWS speaks HTTP/1.1 only, and some HTTP/2 servers lose requests when they say good-bye to a connection.
        options.allowsHTTP2 = false
        return try CurlTransport(options: options)
    }
}
