import CloudTrailCore

/// One operation of a service in a region.
public struct Operation: Sendable, Hashable {
    public var call: AWSCall
    public var region: Region

    public init(_ call: AWSCall, in region: Region) {
        self.call = call
        self.region = region
    }

    /// Such as `GetTrailStatus`.
    public var name: String { call.rawValue }
    public var service: AWSService { call.service }

    var scope: SigningScope { SigningScope(region: region.rawValue, service: service.signingName) }
}
