import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization

/// Asks a `CredentialSource`.
struct CredentialLoader: Sendable {
    let transport: any HTTPTransport
    let settings: AWSSettings
    let endpoints: Endpoints
    /// Whose STS is asked.
    let region: Region
    let surroundings: Surroundings
    private let tokens: SSOTokenCache

    init(
        transport: any HTTPTransport, settings: AWSSettings, endpoints: Endpoints, region: Region,
        surroundings: Surroundings
    ) {
        self.transport = transport
        self.settings = settings
        self.endpoints = endpoints
        self.region = region
        self.surroundings = surroundings
        tokens = SSOTokenCache(settings)
    }

    /// What a client with the settings' credentials needs: fetched at first use, kept, renewed; all but keys in the environment,
    /// which cannot change.
    func provider() throws(AWSError) -> any CredentialProvider {
        let source = try CredentialSource(settings)
        if case .fixed(let credentials) = source, settings.environment["AWS_ACCESS_KEY_ID"] != nil {
            return FixedCredentials(credentials)
        }
        let first = Mutex<CredentialSource?>(source)
        return CredentialCache(now: surroundings.serverTime) { () throws(AWSError) in
            let known = first.withLock { source in
                defer { source = nil }
                return source
            }
            if let known { return try await load(known) }
            let anew = try readAnew()
            return try await anew.load(CredentialSource(anew.settings))
        }
    }

    /// With the shared files as they are now: keys in them may have been replaced.
    private func readAnew() throws(AWSError) -> CredentialLoader {
        CredentialLoader(
            transport: transport, settings: try settings.readAnew(), endpoints: endpoints, region: region,
            surroundings: surroundings)
    }

    func load(_ source: CredentialSource) async throws(AWSError) -> Credentials {
        switch source {
        case .fixed(let credentials): return credentials
        case .role(let role, let base):
            return try await sts(try await load(base)).assumeRole(role)
        case .webIdentity(let identity):
            guard let token = settings.text(at: identity.tokenFile), !token.isEmpty else {
                throw AWSError(.noCredentials, "the web identity token file \(identity.tokenFile) cannot be read")
            }
            return try await sts(nil).assumeRole(identity, token: Secret(token))
        case .sso(let role):
            return try await IdentityCenter(client: client(nil), tokens: tokens, now: surroundings.now)
                .credentials(role)
        case .process(let process): return try await process.credentials(environment: settings.environment)
        case .container(let container): return try await load(container)
        case .instance(let metadata): return try await metadata.credentials(over: transport)
        }
    }

    private func load(_ container: ContainerCredentials) async throws(AWSError) -> Credentials {
        let request = try container.request(readFile: settings.text)
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw AWSError(.noCredentials, "the container credentials service does not answer (\(error.message))")
        }
        guard response.status == 200 else {
            throw AWSError(
                .noCredentials, "the container credentials service answered HTTP \(response.status)",
                status: response.status)
        }
        return try CredentialDocument.credentials(in: response.body, from: "container credentials")
    }

    private func sts(_ credentials: Credentials?) -> STS { STS(client(credentials), region: region) }

    private func client(_ credentials: Credentials?) -> AWSClient {
        AWSClient(
            transport: transport, endpoints: endpoints, credentials: credentials.map(FixedCredentials.init),
            surroundings: surroundings)
    }
}
