import CloudTrailCore

/// One operation of a service in a region.
public struct Operation: Sendable, Hashable {
    public var service: AWSService
    public var region: Region
    /// Such as `GetTrailStatus`.
    public var name: String

    public init(_ service: AWSService, _ name: String, in region: Region) {
        self.service = service
        self.name = name
        self.region = region
    }

    var scope: SigningScope { SigningScope(region: region.rawValue, service: service.signingName) }
}
