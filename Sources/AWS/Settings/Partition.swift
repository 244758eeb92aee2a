import CloudTrailCore

/// A separate AWS: its own accounts, ARNs and domain.
/// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
public struct Partition: Sendable, Hashable {
    /// As in ARNs.
    public let id: String
    let suffix: String
    let dualStackSuffix: String
    private let regionPrefix: String

    /// The partition that a region belongs to, told by the region's name.
    public init(of region: Region) {
        self = Self.special.first { region.rawValue.hasPrefix($0.regionPrefix) } ?? .aws
    }

    private init(_ id: String, regionPrefix: String, suffix: String, dualStackSuffix: String) {
        self.id = id
        self.regionPrefix = regionPrefix
        self.suffix = suffix
        self.dualStackSuffix = dualStackSuffix
    }

    static let aws = Partition("aws", regionPrefix: "", suffix: "amazonaws.com", dualStackSuffix: "api.aws")

    private static let special = [
        Partition(
            "aws-cn", regionPrefix: "cn-", suffix: "amazonaws.com.cn",
            dualStackSuffix: "api.amazonwebservices.com.cn"),
        Partition("aws-us-gov", regionPrefix: "us-gov-", suffix: "amazonaws.com", dualStackSuffix: "api.aws"),
        Partition(
            "aws-eusc", regionPrefix: "eusc-", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu"),
        Partition("aws-iso", regionPrefix: "us-iso-", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov"),
        Partition("aws-iso-b", regionPrefix: "us-isob-", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud"),
        Partition(
            "aws-iso-e", regionPrefix: "eu-isoe-", suffix: "cloud.adc-e.uk",
            dualStackSuffix: "api.cloud-aws.adc-e.uk"),
        Partition(
            "aws-iso-f", regionPrefix: "us-isof-", suffix: "csp.hci.ic.gov",
            dualStackSuffix: "api.aws.hci.ic.gov"),
    ]
}
