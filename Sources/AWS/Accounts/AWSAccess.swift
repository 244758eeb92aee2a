import CloudTrailCore
import Networking

/// The way to AWS with the settings' own credentials, shared by all that is asked with them.
public struct AWSAccess: Sendable {
    let transport: any HTTPTransport
    let endpoints: Endpoints
    let surroundings: Surroundings
    /// Where STS and EC2 are asked.
    let region: Region
    let credentials: any CredentialProvider
    let client: AWSClient
    /// Where the credentials come from, for a person; no secrets.
    public let credentialSource: String

    /// `region` is the settings' one, else us-east-1. Throws when the settings cannot be used; nothing is asked yet.
    public init(
        transport: any HTTPTransport, settings: AWSSettings, region: Region? = nil, surroundings: Surroundings = .system
    ) throws(AWSError) {
        self.transport = transport
        self.surroundings = surroundings
        self.region = region ?? settings.region ?? Region("us-east-1")!
        endpoints = try Endpoints(settings)
        credentialSource = try CredentialSource(settings).words
        credentials = try CredentialLoader(
            transport: transport, settings: settings, endpoints: endpoints, region: self.region,
            surroundings: surroundings
        ).provider()
        client = AWSClient(
            transport: transport, endpoints: endpoints, credentials: credentials, surroundings: surroundings)
    }

    /// The accounts of the organization that the credentials belong to.
    public func organization(_ filter: OrganizationAccounts.Filter) -> OrganizationAccounts {
        OrganizationAccounts(
            client: client, partition: Partition(of: region), filter: filter, now: surroundings.now)
    }
}
