import CloudTrailCore

/// CloudTrail's reading calls, in one region. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/
struct CloudTrail: Sendable {
    private static let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"

    private let client: AWSClient
    private let region: Region

    init(_ client: AWSClient, region: Region) {
        self.client = client
        self.region = region
    }

    /// All trails that log in this region, copies of trails homed elsewhere included.
    func describeTrails() async throws(AWSError) -> [TrailDescription] {
        let output: DescribeTrailsOutput = try await call(
            .describeTrails, DescribeTrailsInput(includeShadowTrails: true))
        guard output.trailList.allSatisfy({ !$0.TrailARN.isEmpty }) else {
            throw AWSError(.malformedAnswer, call: "DescribeTrails", "a trail without an ARN")
        }
        return output.trailList
    }

    /// By ARN: a bare name does not find a trail homed elsewhere.
    func trailStatus(arn: String) async throws(AWSError) -> TrailStatusDescription {
        try await call(.getTrailStatus, GetTrailStatusInput(Name: arn))
    }

    func eventSelectors(arn: String) async throws(AWSError) -> EventSelectorsDescription {
        try await call(.getEventSelectors, GetEventSelectorsInput(TrailName: arn))
    }

    private func call<Output: Decodable>(
        _ call: AWSCall, _ input: some Encodable & Sendable
    ) async throws(AWSError) -> Output {
        try await client.json(Operation(call, in: region), target: Self.target, input)
    }
}

private struct DescribeTrailsInput: Encodable {
    var includeShadowTrails: Bool
}

private struct DescribeTrailsOutput: Decodable {
    var trailList: [TrailDescription]
}

private struct GetTrailStatusInput: Encodable {
    var Name: String
}

private struct GetEventSelectorsInput: Encodable {
    var TrailName: String
}
