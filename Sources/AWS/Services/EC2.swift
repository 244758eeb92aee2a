import CloudTrailCore

/// Elastic Compute Cloud, as far as it knows an account's regions.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
struct EC2: Sendable {
    private let client: AWSClient
    private let region: Region

    init(_ client: AWSClient, region: Region) {
        self.client = client
        self.region = region
    }

    /// The regions enabled in the account, in AWS's order.
    func enabledRegions() async throws(AWSError) -> [Region] {
        let operation = Operation(.describeRegions, in: region)
        let name = operation.name
        let root = try await client.query(
            operation, version: "2016-11-15", [("AllRegions", "false")])
        var regions: [Region] = []
        for item in try root.required(element: "regionInfo", of: name).children {
            let text = try item.required("regionName", of: name)
            guard let region = Region(text) else {
                throw AWSError(.malformedAnswer, call: name, "`\(text)` is no region's name")
            }
            // An answer without the status is of the time before opt-in: all regions were enabled.
            let status = item["optInStatus"]?.text ?? "opt-in-not-required"
            if status == "opt-in-not-required" || status == "opted-in" { regions.append(region) }
        }
        return regions
    }
}
