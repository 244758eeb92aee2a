import CloudTrailCore

/// A separate AWS: its own accounts, ARNs and domain.
/// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
public struct Partition: Sendable, Hashable {
    /// As in ARNs.
    public let id: String
    let suffix: String
    let dualStackSuffix: String
    private let regionPrefix: String
    /// Where the services answer that have one endpoint in the partition.
    private let global: String

    var globalRegion: Region { Region(global)! }

    /// The partition that a region belongs to, told by the region's name.
    public init(of region: Region) {
        self = Self.special.first { region.rawValue.hasPrefix($0.regionPrefix) } ?? .aws
    }

    private init(_ id: String, regionPrefix: String, suffix: String, dualStackSuffix: String, global: String) {
        self.id = id
        self.global = global
        self.regionPrefix = regionPrefix
        self.suffix = suffix
        self.dualStackSuffix = dualStackSuffix
    }

    static let aws = Partition(
        "aws", regionPrefix: "", suffix: "amazonaws.com", dualStackSuffix: "api.aws", global: "us-east-1")

    private static let special = [
        Partition(
            "aws-cn", regionPrefix: "cn-", suffix: "amazonaws.com.cn",
            dualStackSuffix: "api.amazonwebservices.com.cn", global: "cn-northwest-1"),
        Partition(
            "aws-us-gov", regionPrefix: "us-gov-", suffix: "amazonaws.com", dualStackSuffix: "api.aws",
            global: "us-gov-west-1"),
        Partition(
            "aws-eusc", regionPrefix: "eusc-", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
            global: "eusc-de-east-1"),
        Partition(
            "aws-iso", regionPrefix: "us-iso-", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov",
            global: "us-iso-east-1"),
        Partition(
            "aws-iso-b", regionPrefix: "us-isob-", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud",
            global: "us-isob-east-1"),
        Partition(
            "aws-iso-e", regionPrefix: "eu-isoe-", suffix: "cloud.adc-e.uk",
            dualStackSuffix: "api.cloud-aws.adc-e.uk", global: "eu-isoe-west-1"),
        Partition(
            "aws-iso-f", regionPrefix: "us-isof-", suffix: "csp.hci.ic.gov",
            dualStackSuffix: "api.aws.hci.ic.gov", global: "us-isof-south-1"),
    ]
}
