import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("Snapshot of a region")
struct SnapshotTests {
    typealias Estate = AWSEstate

    private static let logging = Estate.json(#"{"IsLogging":true}"#)

    /// Every member as AWS writes it.
    @Test("Everything that CloudTrail says of a trail is read")
    func everything() async throws {
        var estate = Estate()
        estate.trails = Estate.trails(
            Estate.trail(
                "main",
                """
                "HomeRegion":"us-east-1","IsMultiRegionTrail":true,"IsOrganizationTrail":false,"S3BucketName":"logs",\
                "S3KeyPrefix":"p","KmsKeyId":"arn:kms","CloudWatchLogsLogGroupArn":"arn:logs","CloudWatchLogsRoleArn":"r",\
                "SnsTopicName":"t","SnsTopicARN":"arn:sns","LogFileValidationEnabled":true,\
                "IncludeGlobalServiceEvents":true,"HasCustomEventSelectors":true,"HasInsightSelectors":false
                """))
        estate.status["main"] = Estate.json(
            """
            {"IsLogging":true,"LatestDeliveryError":"NoSuchBucket","LatestDeliveryTime":1700000000.25,\
            "LatestCloudWatchLogsDeliveryError":"The role may not.","LatestCloudWatchLogsDeliveryTime":1700000002,\
            "LatestNotificationTime":1700000003,"LatestNotificationError":"InvalidTopic",\
            "LatestDigestDeliveryError":"AccessDenied","LatestDigestDeliveryTime":1700000001,\
            "StartLoggingTime":1600000000.5,"StopLoggingTime":1500000000,"LatestDeliveryAttemptTime":"2020-01-01T00:00:00Z",\
            "TimeLoggingStarted":"2020-01-01T00:00:00Z"}
            """)
        estate.selectors["main"] = Estate.json(
            """
            {"TrailARN":"x","EventSelectors":[{"ReadWriteType":"WriteOnly","IncludeManagementEvents":true,\
            "DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3"]}],"ExcludeManagementEventSources":["kms.amazonaws.com"]},{}]}
            """)
        let trail = Trail(
            arn: Estate.arn("main"), name: "main", homeRegion: Estate.home, isMultiRegion: true, bucket: "logs",
            bucketPrefix: "p", kmsKeyID: "arn:kms", logGroupARN: "arn:logs", logRoleARN: "r", topicARN: "arn:sns",
            validatesLogFiles: true, hasCustomEventSelectors: true)
        let status = TrailStatus(
            isLogging: true,
            deliveryErrors: [
                DeliveryError(
                    target: .s3, code: "NoSuchBucket", resource: "logs",
                    lastSuccess: Date(timeIntervalSince1970: 1_700_000_000.25)),
                DeliveryError(
                    target: .cloudWatchLogs, code: "The role may not.", resource: "arn:logs",
                    lastSuccess: Date(timeIntervalSince1970: 1_700_000_002)),
                DeliveryError(
                    target: .sns, code: "InvalidTopic", resource: "arn:sns",
                    lastSuccess: Date(timeIntervalSince1970: 1_700_000_003)),
                DeliveryError(
                    target: .digest, code: "AccessDenied", resource: "logs",
                    lastSuccess: Date(timeIntervalSince1970: 1_700_000_001)),
            ],
            latestDelivery: Date(timeIntervalSince1970: 1_700_000_000.25),
            latestDigestDelivery: Date(timeIntervalSince1970: 1_700_000_001),
            startedLogging: Date(timeIntervalSince1970: 1_600_000_000.5),
            stoppedLogging: Date(timeIntervalSince1970: 1_500_000_000))
        let selection = EventSelection.basic([
            EventSelector(
                readWriteType: .writeOnly, excludedManagementEventSources: ["kms.amazonaws.com"],
                dataResources: [.init(type: "AWS::S3::Object", values: ["arn:aws:s3"])]),
            EventSelector(),
        ])
        #expect(
            try await estate.snapshot()
                == RegionSnapshot(
                    place: AccountRegion(Estate.account, Estate.region),
                    trails: .known([TrailSnapshot(trail: trail, status: .known(status), selection: .known(selection))]))
        )
    }

    @Test("Absent and empty strings mean the same, and the order of trails is AWS's")
    func absent() async throws {
        var estate = Estate()
        estate.trails = Estate.trails(
            Estate.trail("b", #""SnsTopicARN":"","KmsKeyId":"","HasCustomEventSelectors":false"#),
            Estate.trail("a", #""HasCustomEventSelectors":false"#))
        estate.status["a"] = Estate.json(#"{"IsLogging":false}"#)
        estate.status["b"] = Estate.json(
            #"{"IsLogging":true,"LatestDeliveryError":"","LatestNotificationError":"","StopLoggingTime":null}"#)
        let trails = try #require(try await estate.snapshot().trails.value)
        #expect(trails.map(\.trail.name) == ["b", "a"])
        #expect(
            trails[0].trail == Trail(arn: Estate.arn("b"), name: "b", hasCustomEventSelectors: false))
        #expect(trails.map(\.status) == [.known(TrailStatus(isLogging: true)), .known(TrailStatus(isLogging: false))])
        #expect(trails.allSatisfy { $0.selection == .known(.basic([EventSelector()])) })
    }

    @Test("Copies are asked for, statuses by full ARN, and selectors only where they may be custom")
    func requests() async throws {
        var estate = Estate()
        estate.trails = Estate.trails(
            Estate.trail("plain", #""HasCustomEventSelectors":false"#),
            Estate.trail("custom", #""HasCustomEventSelectors":true"#), Estate.trail("silent"))
        let transport = estate.transport()
        _ = try await Estate.source(transport).account(Estate.account).snapshot(of: Estate.region)
        let asked = transport.requests.filter { $0.scope[3] == "cloudtrail" }
        #expect(asked.first?.text == #"{"includeShadowTrails":true}"#)
        #expect(asked.allSatisfy { $0.scope[2] == "eu-west-1" && $0.scope[0] == "ASIASESSION" })
        let escaped = { (name: String) in Estate.arn(name).split(separator: "/").joined(separator: "\\/") }
        #expect(
            Set(asked.dropFirst().map { $0.operation + $0.text })
                == Set(
                    ["plain", "custom", "silent"].map { #"GetTrailStatus{"Name":"\#(escaped($0))"}"# }
                        + ["custom", "silent"].map { #"GetEventSelectors{"TrailName":"\#(escaped($0))"}"# }))
        #expect(asked.count == 6)
    }

    @Test(
        "Advanced selectors keep every operator",
        arguments: [
            (
                #"{"AdvancedEventSelectors":[{"Name":"any","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]},{"Field":"eventSource","NotEquals":["a"],"StartsWith":["b"],"NotStartsWith":["c"],"EndsWith":["d"],"NotEndsWith":["e"]}]}]}"#,
                EventSelection.advanced([
                    AdvancedEventSelector(
                        name: "any",
                        fieldSelectors: [
                            .init(field: "eventCategory", equals: ["Management"]),
                            .init(
                                field: "eventSource", notEquals: ["a"], startsWith: ["b"], notStartsWith: ["c"],
                                endsWith: ["d"], notEndsWith: ["e"]),
                        ])
                ])
            ),
            (
                #"{"EventSelectors":[],"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"f"}]}]}"#,
                .advanced([AdvancedEventSelector(fieldSelectors: [.init(field: "f")])])
            ),
            (
                #"{"EventSelectors":[{"IncludeManagementEvents":false}],"AdvancedEventSelectors":null}"#,
                .basic([EventSelector(includesManagementEvents: false)])
            ),
        ])
    func selectors(body: String, selection: EventSelection) async throws {
        var estate = Estate()
        estate.trails = Estate.trails(Estate.trail("main"))
        estate.status["main"] = Self.logging
        estate.selectors["main"] = Estate.json(body)
        #expect(try await estate.snapshot().trails.value?.first?.selection == .known(selection))
    }

    @Test(
        "Selectors that cannot be understood are unknown, never full coverage",
        arguments: [
            ("{}", "the answer holds no event selectors"),
            (#"{"EventSelectors":[]}"#, "the answer holds no event selectors"),
            (
                #"{"EventSelectors":[{"ReadWriteType":"Sideways"}]}"#,
                "the answer is not the JSON expected: a value that is not known at EventSelectors.0.ReadWriteType"
            ),
            (
                #"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"f","Matches":["x"]}]}]}"#,
                "the answer is not the JSON expected: a value that is not known at "
                    + "AdvancedEventSelectors.0.FieldSelectors.0.Matches"
            ),
        ])
    func unreadableSelectors(body: String, sentence: String) async throws {
        var estate = Estate()
        estate.trails = Estate.trails(Estate.trail("main"))
        estate.status["main"] = Self.logging
        estate.selectors["main"] = Estate.json(body)
        let trail = try #require(try await estate.snapshot().trails.value?.first)
        #expect(trail.status == .known(TrailStatus(isLogging: true)))
        #expect(
            trail.selection
                == .unknown(
                    UnknownReason(.malformedAnswer, call: "GetEventSelectors", detail: sentence, role: Estate.role)))
    }

    @Test(
        "Delivery of another account's organization trail is visible only where AWS mentions it",
        arguments: [
            ("222222222222", true, #"{"IsLogging":true}"#, false),
            ("222222222222", true, #"{"IsLogging":true,"LatestDeliveryError":""}"#, true),
            ("111111111111", true, #"{"IsLogging":true}"#, true), ("222222222222", false, #"{"IsLogging":true}"#, true),
        ])
    func organization(owner: String, isOrganization: Bool, status: String, isVisible: Bool) async throws {
        var estate = Estate()
        estate.trails = Estate.trails(
            Estate.trail(
                "org", owner: owner, #""IsOrganizationTrail":\#(isOrganization),"HasCustomEventSelectors":false"#))
        estate.status["org"] = Estate.json(status)
        #expect(
            try await estate.snapshot().trails.value?.first?.status
                == .known(TrailStatus(isLogging: true, deliveryVisible: isVisible)))
    }

    @Test("A trail that vanishes or refuses between the calls stays, with unknown readings")
    func vanished() async throws {
        var estate = Estate()
        estate.trails = Estate.trails(Estate.trail("gone"), Estate.trail("closed"))
        estate.status["closed"] = Self.logging
        estate.selectors["closed"] = .success(.refusal("AccessDeniedException", "You may not."))
        let trails = try #require(try await estate.snapshot().trails.value)
        let gone = "TrailNotFoundException: Unknown trail: gone"
        #expect(
            trails[0].status
                == .unknown(UnknownReason(.refused, call: "GetTrailStatus", detail: gone, role: Estate.role)))
        #expect(
            trails[0].selection
                == .unknown(UnknownReason(.refused, call: "GetEventSelectors", detail: gone, role: Estate.role)))
        #expect(trails[1].status == .known(TrailStatus(isLogging: true)))
        #expect(
            trails[1].selection
                == .unknown(
                    UnknownReason(
                        .accessDenied, call: "GetEventSelectors", detail: "AccessDeniedException: You may not.",
                        role: Estate.role)))
    }

    @Test(
        "A region that cannot be read is unknown, with its reason",
        arguments: [
            (Estate.Answer.success(.refusal("AccessDenied")), UnknownReason.Code.accessDenied, "AccessDenied: No."),
            (
                .success(
                    .refusal(
                        "AccessDeniedException",
                        "User: u is not authorized to perform: cloudtrail:DescribeTrails with an explicit deny in a service control policy"
                    )), .deniedByPolicy,
                "AccessDeniedException: User: u is not authorized to perform: cloudtrail:DescribeTrails with an explicit deny in a service control policy"
            ),
            (.success(.refusal("ThrottlingException")), .throttled, "ThrottlingException: No."),
            (.success(.refusal("InternalFailure", status: 500)), .unreachable, "InternalFailure: No."),
            (.failure(TransportError(.nameNotResolved, "no such host")), .unreachable, "no such host"),
            (
                Estate.json(#"{"trailList":[{"Name":"x"}]}"#), .malformedAnswer,
                "the answer is not the JSON expected: `TrailARN` is missing at trailList.0"
            ),
            (Estate.json("{}"), .malformedAnswer, "the answer is not the JSON expected: `trailList` is missing"),
            (Estate.json(#"{"trailList":[{"TrailARN":""}]}"#), .malformedAnswer, "a trail without an ARN"),
        ])
    func unreadableRegion(answer: Estate.Answer, code: UnknownReason.Code, detail: String) async throws {
        var estate = Estate()
        estate.trails = answer
        #expect(
            try await estate.snapshot().trails
                == .unknown(UnknownReason(code, call: "DescribeTrails", detail: detail, role: Estate.role)))
    }

    @Test(
        "A region where AWS does not know the caller is disabled, or being enabled, as the account's regions say",
        arguments: [
            ("UnrecognizedClientException", Estate.region, "opted-in", UnknownReason.Code.regionBeingEnabled),
            ("UnrecognizedClientException", Estate.region, "not-opted-in", .regionDisabled),
            ("InvalidClientTokenId", Estate.region, "not-opted-in", .regionDisabled),
            ("AuthFailure", Estate.region, "not-opted-in", .regionDisabled),
            ("OptInRequired", Estate.region, "not-opted-in", .regionDisabled),
            ("AccessDenied", Estate.region, "not-opted-in", .accessDenied),
            ("UnrecognizedClientException", Estate.home, "not-opted-in", .regionBeingEnabled),
        ])
    func disabledRegion(error: String, region: Region, status: String, code: UnknownReason.Code) async throws {
        var estate = Estate()
        estate.trails = .success(.refusal(error))
        estate.regions = .success(
            Estate.regionsAnswer(["us-east-1": "opt-in-not-required", "eu-west-1": status]))
        #expect(try await estate.snapshot(of: region).trails.unknown?.code == code)
        // Where even the regions cannot be listed, the keys may as well be wrong.
        estate.regions = .success(.queryRefusal("UnauthorizedOperation"))
        #expect(try await estate.snapshot(of: region).trails.unknown?.code == .accessDenied)
    }
}
