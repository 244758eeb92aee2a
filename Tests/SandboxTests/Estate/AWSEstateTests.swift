import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

@Suite struct AWSEstateTests {
    private static let management = "111111111111"
    private static let member = "222222222222"

    private static var scenario: EstateScenario {
        EstateScenario(
            mainAccount: management, region: "us-east-1", role: "look", regions: ["eu-west-1", "us-east-1"],
            managementAccount: management,
            accounts: [
                AccountScenario(
                    id: management, name: "security",
                    trails: [
                        TrailScenario(
                            name: "org", home: "us-east-1", isMultiRegion: true, isOrganization: true,
                            deliveryError: .everywhere("NoSuchBucket"), selectors: .advancedWriteOnly,
                            selectorsHiddenFromMembers: true)
                    ]),
                AccountScenario(
                    id: member, name: "payments",
                    trails: [
                        TrailScenario(
                            name: "own", home: "eu-west-1", deliveryError: .inRegions(["eu-west-1": "AccessDenied"]))
                    ]),
                AccountScenario(id: "333333333333", name: "closed", roleDenied: true, trails: []),
            ])
    }

    private let time = ManualTime()
    private let estate: AWSEstate

    init() throws {
        estate = try AWSEstate(Self.scenario, now: time.now)
    }

    /// A call as an SDK sends it; the signature is only of the right form.
    private func call(
        _ service: String, _ operation: String, _ input: JSONValue = [:], account: String? = nil, region: String,
        date: String = "20251009T085320Z"
    ) async -> (status: Int, text: String) {
        let key = account.map(AWSCaller.sessionKey) ?? AWSCaller.mainKey
        var headers: HTTPHeaders = [
            "Authorization": "AWS4-HMAC-SHA256 Credential=\(key)/\(date.prefix(8))/\(region)/\(service)/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=\(String(repeating: "a", count: 64))",
            "X-Amz-Date": date,
        ]
        if let account { headers["X-Amz-Security-Token"] = AWSCaller.sessionToken(account) }
        var body = input.encoded
        let targets = [
            "cloudtrail": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
            "organizations": "AWSOrganizationsV20161128",
        ]
        if let target = targets[service] {
            headers["X-Amz-Target"] = "\(target).\(operation)"
        } else {
            let fields = (input.object ?? [:]).map { "&\($0.key)=\($0.value.string ?? "")" }.joined()
            body = Data("Action=\(operation)\(fields)".utf8)
        }
        let response = await estate.serve(
            ServedRequest(method: "POST", path: "/", query: [:], headers: headers, body: body))
        guard case .body(let data) = response.content else { return (response.status, "") }
        return (response.status, String(decoding: data, as: UTF8.self))
    }

    private func cloudTrail(
        _ operation: String, _ input: JSONValue = [:], account: String = member, region: String = "eu-west-1"
    ) async throws -> JSONValue {
        let answer = await call("cloudtrail", operation, input, account: account, region: region)
        return try JSONValue(parsing: Data(answer.text.utf8))
    }

    private func names(_ answer: JSONValue) -> [String] {
        (answer["trailList"]?.array ?? []).compactMap { $0["Name"]?.string }
    }

    @Test("A region lists its own trails, and the copies of multi-region and organization trails unless told not to")
    func describe() async throws {
        #expect(names(try await cloudTrail("DescribeTrails")) == ["own", "org"])
        #expect(names(try await cloudTrail("DescribeTrails", region: "us-east-1")) == ["org"])
        #expect(names(try await cloudTrail("DescribeTrails", ["includeShadowTrails": false])) == ["own"])
        let home = try await cloudTrail(
            "DescribeTrails", ["includeShadowTrails": false], account: Self.member, region: "us-east-1")
        #expect(names(home) == [])
        #expect(names(try await cloudTrail("DescribeTrails", account: Self.management)) == ["org"])
    }

    @Test("A copy answers to its ARN only, a trail at home to its name, too")
    func status() async throws {
        #expect(try await cloudTrail("GetTrailStatus", ["Name": "own"])["IsLogging"] == true)
        #expect(try await cloudTrail("GetTrailStatus", ["Name": "org"])["__type"] == "TrailNotFoundException")
        let arn: JSONValue = "arn:aws:cloudtrail:us-east-1:111111111111:trail/org"
        #expect(try await cloudTrail("GetTrailStatus", ["Name": arn])["IsLogging"] == true)
    }

    @Test("A member of the organization is not told of the bucket's trouble")
    func memberView() async throws {
        let arn: JSONValue = ["Name": "arn:aws:cloudtrail:us-east-1:111111111111:trail/org"]
        #expect(try await cloudTrail("GetTrailStatus", arn)["LatestDeliveryError"] == nil)
        let own = try await cloudTrail("GetTrailStatus", arn, account: Self.management)
        #expect(own["LatestDeliveryError"] == "NoSuchBucket")
        let selectors = try await cloudTrail(
            "GetEventSelectors", ["TrailName": "arn:aws:cloudtrail:us-east-1:111111111111:trail/org"])
        #expect(selectors["__type"] == "AccessDeniedException")
    }

    @Test("Selectors are basic or advanced, and the other key is absent")
    func selectors() async throws {
        let basic = try await cloudTrail("GetEventSelectors", ["TrailName": "own"])
        #expect(basic["EventSelectors"]?[0]?["ReadWriteType"] == "All")
        #expect(basic["AdvancedEventSelectors"] == nil)
        let advanced = try await cloudTrail(
            "GetEventSelectors", ["TrailName": "org"], account: Self.management, region: "us-east-1")
        #expect(advanced["EventSelectors"] == nil)
        #expect(
            advanced["AdvancedEventSelectors"]?[0]?["FieldSelectors"]?[1]
                == ["Field": "readOnly", "Equals": ["false"]])
    }

    @Test("The management account, and no other, lists the organization's accounts, page by page")
    func listAccounts() async throws {
        func list(_ input: JSONValue, account: String? = nil) async throws -> JSONValue {
            let answer = await call("organizations", "ListAccounts", input, account: account, region: "us-east-1")
            return try JSONValue(parsing: Data(answer.text.utf8))
        }
        let first = try await list(["MaxResults": 2])
        #expect(first["Accounts"]?.array?.map { $0["Name"] } == ["security", "payments"])
        try await estate.add(AccountScenario(id: "444444444444", name: "new", trails: []), note: "")
        let next = try await list(["MaxResults": 2, "NextToken": first["NextToken"] ?? ""])
        #expect(next["Accounts"]?.array?.map { $0["Id"] } == ["333333333333", "444444444444"])
        #expect(next["NextToken"] == nil)
        #expect(try await list(["MaxResults": 21])["__type"] == "InvalidInputException")
        #expect(try await list([:], account: Self.member)["__type"] == "AccessDeniedException")
    }

    @Test("The role is assumed only where it is, and under its name")
    func assumeRole() async throws {
        func assume(_ account: String, _ role: String) async -> (status: Int, text: String) {
            await call(
                "sts", "AssumeRole",
                [
                    "RoleArn": .string("arn%3Aaws%3Aiam%3A%3A\(account)%3Arole%2F\(role)"),
                    "RoleSessionName": "trailwatch",
                ], region: "us-east-1")
        }
        let granted = await assume(Self.member, "look")
        #expect(granted.status == 200)
        #expect(granted.text.contains("<AccessKeyId>ASIASBOX222222222222</AccessKeyId>"))
        #expect(granted.text.contains("<Expiration>2025-10-09T09:53:20Z</Expiration>"))
        for refused in [await assume("333333333333", "look"), await assume(Self.member, "other")] {
            #expect(refused.status == 403)
            #expect(refused.text.contains("<Code>AccessDenied</Code>"))
        }
    }

    @Test("Calls without credentials, with foreign ones or with an old date are refused")
    func credentials() async throws {
        let bare = ServedRequest(
            method: "POST", path: "/", query: [:], headers: [:], body: Data("Action=GetCallerIdentity".utf8))
        #expect(await estate.serve(bare).status == 403)
        let old = await call("sts", "GetCallerIdentity", region: "us-east-1", date: "20251009T080000Z")
        #expect(old.text.contains("SignatureDoesNotMatch"))
        let foreign = await call("cloudtrail", "DescribeTrails", account: "nobody", region: "us-east-1")
        #expect(foreign.status == 400)
    }

    @Test("Regions come from EC2, in the account's own selection")
    func regions() async throws {
        try await estate.change(account: Self.member, set: ["regions": ["eu-west-1"]])
        let some = await call("ec2", "DescribeRegions", account: Self.member, region: "us-east-1")
        #expect(some.text.contains("<regionName>eu-west-1</regionName>"))
        #expect(!some.text.contains("us-east-1</regionName>"))
    }

    @Test("Trouble of every kind, for so many calls as it says")
    func troubles() async throws {
        try await estate.change(
            account: Self.member,
            set: [
                "troubles": [
                    ["kind": "denied", "regions": ["us-east-1"]],
                    ["kind": "throttled", "regions": ["eu-west-1"], "calls": 1],
                    ["kind": "malformed", "regions": ["eu-west-1"], "operation": "GetTrailStatus"],
                ]
            ])
        #expect(try await cloudTrail("DescribeTrails", region: "us-east-1")["__type"] == "AccessDeniedException")
        #expect(try await cloudTrail("DescribeTrails")["__type"] == "ThrottlingException")
        #expect(names(try await cloudTrail("DescribeTrails")) == ["own", "org"])
        await #expect(throws: DecodingError.self) { try await cloudTrail("GetTrailStatus", ["Name": "own"]) }
    }

    @Test("A step stops a trail and a later one mends it")
    func steps() async throws {
        var scenario = Self.scenario
        scenario.steps = [
            .init(after: 0, account: Self.member, trail: "own", set: ["logging": false], note: "stopped")
        ]
        let estate = try AWSEstate(scenario, now: time.now)
        await estate.begin()
        #expect(try await estate.journal.entry(at: 0, within: .seconds(20)) == .changed(note: "stopped"))
        #expect(await estate.estate.account(Self.member)?.trails[0].isLogging == false)
        try await estate.change(
            account: Self.member, trail: "own", set: ["logging": nil, "delivery_error": "NoSuchBucket"])
        let trail = await estate.estate.account(Self.member)?.trails[0]
        #expect(trail?.isLogging == nil)
        #expect(trail?.deliveryError?.code(in: "eu-west-1") == "NoSuchBucket")
    }

    @Test("A step that names what is not there stops the sandbox from starting")
    func badStep() throws {
        var scenario = Self.scenario
        scenario.steps = [.init(after: 0, account: Self.member, trail: "none", set: [:], note: "")]
        #expect(throws: SandboxMistake.self) { try AWSEstate(scenario) }
    }
}
