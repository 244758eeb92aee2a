import CloudTrailCore

/// Where each service of each region answers. STS is always asked in a region.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
public struct Endpoints: Sendable, Equatable {
    private let configured: [AWSService: String]
    private let usesFIPS: Bool
    private let usesDualStack: Bool

    public init(_ settings: AWSSettings) throws(AWSError) {
        usesFIPS = settings.isTrue("AWS_USE_FIPS_ENDPOINT")
        usesDualStack = settings.isTrue("AWS_USE_DUALSTACK_ENDPOINT")
        if settings.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") {
            configured = [:]
            return
        }
        let general = settings.environment["AWS_ENDPOINT_URL"]
        let ofProfile = settings.profiles[settings.profile.name]?["endpoint_url"]
        if let ofProfile, !URLParts(ofProfile).isAbsolute {
            throw AWSError(
                .configuration,
                "profile \(settings.profile.name): endpoint_url: expected an http or https URL, found `\(ofProfile)`")
        }
        var configured: [AWSService: String] = [:]
        for service in AWSService.allCases {
            let own = settings.environment["AWS_ENDPOINT_URL_" + service.variableSuffix]
            let url = own ?? general ?? ofProfile
            configured[service] = url.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        }
        self.configured = configured
    }

    /// The URL to post to, with its final slash.
    public func url(of service: AWSService, in region: Region) -> String {
        if let configured = configured[service] { return configured }
        let partition = Partition(of: region)
        let suffix = usesDualStack ? partition.dualStackSuffix : partition.suffix
        // GovCloud's ordinary endpoints are the FIPS ones: https://aws.amazon.com/compliance/fips/
        let isGovernment = partition.id == "aws-us-gov" && !usesDualStack
        let name = usesFIPS && !isGovernment ? service.endpointName + "-fips" : service.endpointName
        return "https://\(name).\(region).\(suffix)/"
    }
}
