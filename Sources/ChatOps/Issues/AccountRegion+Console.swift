import CloudTrailCore

extension AccountRegion {
    /// The region's trails in the AWS console of its partition. https://docs.aws.amazon.com/general/latest/gr/awsservices.html
    var consoleURL: String {
        let name = region.rawValue
        let host =
            if name.hasPrefix("cn-") { "\(name).console.amazonaws.cn" } else if name.hasPrefix("us-gov-") {
                "\(name).console.amazonaws-us-gov.com"
            } else { "\(name).console.aws.amazon.com" }
        return "https://\(host)/cloudtrailv2/home?region=\(name)#/trails"
    }
}
