import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("An organization's trail, seen by a member")
struct MemberTrailsTests {
    private static let everything = EventSelection.basic([EventSelector()])
    private static let hidden = UnknownReason(
        .notVisible, call: "GetTrailStatus",
        detail: "only account 222222222222 sees whether organization trail org delivers")
    private static let denied = UnknownReason(
        .accessDenied, call: "GetEventSelectors", detail: "AccessDenied: No.", role: AWSEstate.role)

    @Test("A healthy answer of the owner makes the member healthy")
    func healthy() async throws {
        var organization = Organization()
        organization.ownersStatus = AWSEstate.json(
            #"{"IsLogging":true,"LatestDeliveryTime":1700000000,"LatestDigestDeliveryTime":1700000001,"StartLoggingTime":1}"#
        )
        let (trail, verdict) = try await organization.look()
        #expect(
            trail?.status
                == .known(
                    TrailStatus(
                        isLogging: true, latestDelivery: Date(timeIntervalSince1970: 1_700_000_000),
                        latestDigestDelivery: Date(timeIntervalSince1970: 1_700_000_001),
                        startedLogging: Date(timeIntervalSince1970: 1))))
        #expect(trail?.selection == .known(Self.everything))
        #expect(verdict.findings.isEmpty)
        #expect(verdict.unknowns.isEmpty)
    }

    @Test("A delivery error that only the owner is told of is the member's finding")
    func deliveryError() async throws {
        var organization = Organization()
        organization.ownersStatus = AWSEstate.json(#"{"IsLogging":true,"LatestDeliveryError":"NoSuchBucket"}"#)
        let (trail, verdict) = try await organization.look()
        let errors = [DeliveryError(target: .s3, code: "NoSuchBucket")]
        #expect(trail?.status == .known(TrailStatus(isLogging: true, deliveryErrors: errors)))
        #expect(
            verdict.findings
                == [.deliveryErrors([TrailDeliveryErrors(trail: try #require(trail?.trail), errors: errors)])])
        #expect(verdict.unknowns.isEmpty)
    }

    @Test("What the owner says the trail records holds for the member, whatever the member was told")
    func selection() async throws {
        for told in [Organization.deniedAnswer, AWSEstate.json(#"{"EventSelectors":[{}]}"#)] {
            var organization = Organization()
            organization.selectors = told
            organization.ownersSelectors = AWSEstate.json(#"{"EventSelectors":[{"ReadWriteType":"WriteOnly"}]}"#)
            let (trail, verdict) = try await organization.look()
            #expect(trail?.selection == .known(.basic([EventSelector(readWriteType: .writeOnly)])))
            #expect(verdict.findings.count == 1)
            #expect(verdict.unknowns.isEmpty)
        }
    }

    @Test(
        "Whether it logs is the member's to say, and the owner's where the member was not answered",
        arguments: [
            (AWSEstate.json(#"{"IsLogging":false}"#), AWSEstate.json(#"{"IsLogging":true}"#), false),
            (AWSEstate.json(#"{"IsLogging":true}"#), AWSEstate.json(#"{"IsLogging":false}"#), true),
            (Organization.deniedAnswer, AWSEstate.json(#"{"IsLogging":true}"#), true),
            (Organization.deniedAnswer, AWSEstate.json(#"{"IsLogging":false}"#), false),
        ])
    func isLogging(members: Organization.Answer, owners: Organization.Answer, expected: Bool) async throws {
        var organization = Organization()
        organization.status = members
        organization.ownersStatus = owners
        let (trail, _) = try await organization.look()
        #expect(trail?.status == .known(TrailStatus(isLogging: expected)))
    }

    /// Whom Trailwatch watches, and an organization whose owner does not help.
    private static let silences: [(watched: Set<AccountID>, organization: Organization)] = [
        ([], Organization()), ([Organization.member], Organization()),
        (
            [Organization.member, Organization.owner],
            changed { $0.entry[Organization.owner] = .success(.queryRefusal("AccessDenied")) }
        ),
        (
            [Organization.member, Organization.owner],
            changed {
                $0.ownersStatus = Organization.deniedAnswer
                $0.ownersSelectors = Organization.deniedAnswer
            }
        ),
    ]

    @Test(
        "An owner that is not watched, or cannot be entered, or is refused, leaves the member's reading as it was",
        arguments: silences)
    func unknown(watched: Set<AccountID>, organization: Organization) async throws {
        let (trail, verdict) = try await organization.look(watching: watched)
        #expect(trail?.status == .known(TrailStatus(isLogging: true, deliveryVisible: false)))
        #expect(trail?.selection == .unknown(Self.denied))
        #expect(verdict.unknowns == [Self.denied])
        #expect(verdict.findings.isEmpty)
    }

    @Test("One answer of the owner counts without the other")
    func half() async throws {
        let (_, noStatus) = try await Self.changed { $0.ownersStatus = Organization.deniedAnswer }.look()
        #expect(noStatus.unknowns == [Self.hidden])
        let (trail, noSelection) = try await Self.changed { $0.ownersSelectors = Organization.deniedAnswer }.look()
        #expect(trail?.status == .known(TrailStatus(isLogging: true)))
        #expect(noSelection.unknowns == [Self.denied])
    }

    @Test(
        "The owner is asked only for what the member cannot know",
        arguments: [
            (#""IsOrganizationTrail":true"#, #"{"IsLogging":true}"#, ["GetEventSelectors", "GetTrailStatus"]),
            (
                #""IsOrganizationTrail":true,"HasCustomEventSelectors":false"#, #"{"IsLogging":true}"#,
                ["GetTrailStatus"]
            ),
            (
                #""IsOrganizationTrail":true,"HasCustomEventSelectors":false"#,
                #"{"IsLogging":true,"LatestDeliveryError":""}"#, []
            ),
            (#""IsOrganizationTrail":false"#, #"{"IsLogging":true}"#, []),
            (#""Name":"org""#, #"{"IsLogging":true}"#, []),
        ] as [(String, String, [String])])
    func asked(trail: String, status: String, operations: [String]) async throws {
        var organization = Organization()
        organization.trail = trail
        organization.status = AWSEstate.json(status)
        let transport = organization.transport()
        let source = try AWSEstate.source(transport, watched: [Organization.owner])
        _ = try await source.account(Organization.member).snapshot(of: Organization.region)
        #expect(transport.operations(of: Organization.owner) == operations)
    }

    @Test("The owner looks at its own trail once")
    func owner() async throws {
        let transport = Organization().transport()
        let source = try AWSEstate.source(transport, watched: [Organization.owner])
        let snapshot = try await source.account(Organization.owner).snapshot(of: Organization.region)
        #expect(snapshot.trails.value?.first?.status == .known(TrailStatus(isLogging: true)))
        #expect(
            transport.operations(of: Organization.owner) == ["DescribeTrails", "GetEventSelectors", "GetTrailStatus"])
    }

    @Test(
        "Fifty members in three regions cost the owner one status and one selection a region, answered or refused",
        arguments: [false, true])
    func shared(isRefused: Bool) async throws {
        var organization = Organization()
        if isRefused {
            organization.ownersStatus = Organization.deniedAnswer
            organization.ownersSelectors = Organization.deniedAnswer
        }
        let transport = organization.transport()
        let source = try AWSEstate.source(transport, watched: [Organization.owner])
        let regions = ["us-east-1", "eu-west-1", "ap-south-1"].map { Region($0)! }
        let healthy = try await withThrowingTaskGroup(of: Bool.self) { group in
            for member in Organization.members(50) {
                for region in regions {
                    group.addTask {
                        let snapshot = try await source.account(member).snapshot(of: region)
                        return Judge().verdict(on: snapshot, at: Date(timeIntervalSince1970: 1_700_000_000)).unknowns
                            .isEmpty
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(healthy == (isRefused ? 0 : 150))
        let asked = transport.requests.filter { $0.account == Organization.owner }
        for operation in ["GetTrailStatus", "GetEventSelectors"] {
            #expect(
                asked.filter { $0.operation == operation }.map { $0.scope[2] }.sorted()
                    == ["ap-south-1", "eu-west-1", "us-east-1"])
        }
        #expect(asked.count == 6)
    }

    @Test("The owner's answers stand for a minute")
    func expiry() async throws {
        let clock = HandClock()
        var surroundings = Surroundings.still()
        surroundings.now = { clock.now }
        let transport = Organization().transport()
        let source = try AWSEstate.source(transport, surroundings: surroundings, watched: [Organization.owner])
        for (pause, calls) in [(0.0, 2), (59, 2), (1, 4)] {
            clock.advance(by: pause)
            _ = try await source.account(Organization.member).snapshot(of: Organization.region)
            #expect(transport.operations(of: Organization.owner).count == calls)
        }
    }

    private static func changed(_ change: (inout Organization) -> Void) -> Organization {
        var organization = Organization()
        change(&organization)
        return organization
    }
}
