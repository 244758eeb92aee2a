import CloudTrailCore

/// Where each service of each region answers. STS is always asked in a region.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
public struct Endpoints: Sendable, Equatable {
    private let configured: [AWSService: String]
    private let usesFIPS: Bool
    private let usesDualStack: Bool

    public init(_ settings: AWSSettings) throws(AWSError) {
        usesFIPS = settings.isTrue("AWS_USE_FIPS_ENDPOINT", orKey: "use_fips_endpoint")
        usesDualStack = settings.isTrue("AWS_USE_DUALSTACK_ENDPOINT", orKey: "use_dualstack_endpoint")
        if settings.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", orKey: "ignore_configured_endpoint_urls") {
            configured = [:]
        } else {
            configured = try ConfiguredEndpoints(settings).urls()
        }
    }

    /// The URL to post to, with its final slash.
    public func url(of service: AWSService, in region: Region) -> String {
        if let configured = configured[service] { return configured }
        let partition = Partition(of: region)
        if service == .s3 { return s3(in: region, partition) }
        // Secrets Manager's ordinary hosts have both kinds of addresses: https://docs.aws.amazon.com/general/latest/gr/asm.html
        let isDualStackAnyway =
            service == .secretsManager && ["aws", "aws-cn", "aws-us-gov"].contains(partition.id)
        let suffix = usesDualStack && !isDualStackAnyway ? partition.dualStackSuffix : partition.suffix
        // GovCloud's ordinary endpoints are the FIPS ones: https://aws.amazon.com/compliance/fips/
        let isFIPSAnyway =
            partition.id == "aws-us-gov" && (!usesDualStack || service.isGlobal) && service != .secretsManager
        let name = usesFIPS && !isFIPSAnyway ? service.endpointName + "-fips" : service.endpointName
        let host = service.isGlobal ? partition.globalRegion : region
        return "https://\(name).\(host).\(suffix)/"
    }

    /// https://docs.aws.amazon.com/general/latest/gr/s3.html
    private func s3(in region: Region, _ partition: Partition) -> String {
        "https://s3\(usesFIPS ? "-fips" : "").\(usesDualStack ? "dualstack." : "")\(region).\(partition.suffix)/"
    }
}

/// The URLs that the settings give themselves. The most particular one counts, and the environment before the profile.
private struct ConfiguredEndpoints {
    private let settings: AWSSettings
    private let name: String
    private let profile: SharedSection?

    init(_ settings: AWSSettings) {
        self.settings = settings
        name = settings.profile.name
        profile = settings.profiles[name]
    }

    func urls() throws(AWSError) -> [AWSService: String] {
        let general = try checked(profile?["endpoint_url"], "profile \(name): endpoint_url")
        let section = try services()
        var urls: [AWSService: String] = [:]
        for service in AWSService.allCases {
            let own = settings.environment["AWS_ENDPOINT_URL_" + service.variableSuffix]
            let ofSection = try checked(
                section.keys?.nested[service.sectionKey]?["endpoint_url"],
                "services \(section.name): \(service.sectionKey): endpoint_url")
            let url = own ?? settings.environment["AWS_ENDPOINT_URL"] ?? ofSection ?? general
            urls[service] = url.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        }
        return urls
    }

    /// The section that the profile's `services` names.
    private func services() throws(AWSError) -> (name: String, keys: SharedSection?) {
        guard let named = profile?["services"] else { return ("", nil) }
        guard let section = settings.services[named] else {
            throw AWSError(
                .configuration, "profile \(name): services names `\(named)`, which is no section [services …]")
        }
        return (named, section)
    }

    private func checked(_ url: String?, _ place: String) throws(AWSError) -> String? {
        guard let url, !URLParts(url).isAbsolute else { return url }
        throw AWSError(.configuration, "\(place): expected an http or https URL, found `\(url)`")
    }
}
