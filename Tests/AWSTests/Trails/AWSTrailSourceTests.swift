import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import AWS

@Suite("Entering accounts")
struct AWSTrailSourceTests {
    typealias Estate = AWSEstate

    private static func operations(_ transport: ScriptedTransport) -> [String] {
        transport.requests.map(\.operation)
    }

    @Test("An account is entered by its role, once, under a name that tells who came")
    func assumesRole() async throws {
        let transport = Estate().transport()
        let source = try Estate.source(transport)
        let account = try await source.account(Estate.account)
        #expect(try await account.regions() == [Estate.home, Estate.region])
        _ = try await source.account(Estate.account).snapshot(of: Estate.region)
        #expect(
            Self.operations(transport) == ["GetCallerIdentity", "AssumeRole", "DescribeRegions", "DescribeTrails"])
        let assume = transport.requests[1]
        #expect(assume.form["RoleArn"] == "arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2Faudit%2Fwatcher")
        #expect(assume.form["RoleSessionName"] == "trailwatch")
        #expect(assume.scope[0] == "AKIABASE")
        #expect(transport.requests[2].scope[0] == "ASIASESSION")
        #expect(transport.requests[2].headers["X-Amz-Security-Token"] == "session-token")
    }

    @Test("Everybody who asks enters under a name of their own, with the external id")
    func requesters() async throws {
        let transport = Estate().transport()
        let person = Mutex<String?>(nil)
        let source = try Estate.source(
            transport,
            entrance: Entrance(roleName: "watcher", externalID: "shared:id", requester: { person.withLock { $0 } }))
        for name in ["dana@example.com", "schedule", "dana@example.com"] {
            person.withLock { $0 = name }
            _ = try await source.account(Estate.account)
        }
        let entries = transport.requests.filter { $0.operation == "AssumeRole" }
        #expect(
            entries.map { $0.form["RoleSessionName"] } == ["trailwatch-dana%40example.com", "trailwatch-schedule"])
        #expect(entries.map { $0.form["ExternalId"] } == ["shared%3Aid", "shared%3Aid"])
    }

    @Test(
        "A session's name has only what AWS allows in it",
        arguments: [
            (nil, "trailwatch"), ("", "trailwatch"), ("schedule", "trailwatch-schedule"),
            ("Dana O'Häre/ops ☃", "trailwatch-Dana-O-H-re-ops--"), ("a_b+c=d,e.f@g-1", "trailwatch-a_b+c=d,e.f@g-1"),
            (String(repeating: "x", count: 99), "trailwatch-" + String(repeating: "x", count: 53)),
        ] as [(String?, String)])
    func sessionNames(requester: String?, name: String) {
        #expect(RoleSessionName(requester: requester).text == name)
    }

    @Test("However many enter the same account at once, it is entered once")
    func sideBySide() async throws {
        let transport = Estate().transport()
        let source = try Estate.source(transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await source.account(Estate.account) } }
            try await group.waitForAll()
        }
        #expect(Self.operations(transport) == ["GetCallerIdentity", "AssumeRole"])
    }

    @Test("The account one already is needs no role")
    func ownAccount() async throws {
        let transport = Estate().transport()
        _ = try await Estate.source(transport).account(Estate.own).snapshot(of: Estate.region)
        #expect(Self.operations(transport) == ["GetCallerIdentity", "DescribeTrails"])
        #expect(transport.requests[1].scope[0] == "AKIABASE")
    }

    @Test("The role's ARN is of the partition that one is in")
    func partition() async throws {
        var estate = Estate()
        estate.identity = .success(STSAnswers.identity("999999999999", partition: "aws-us-gov"))
        let transport = estate.transport()
        _ = try await Estate.source(transport, entrance: Entrance(roleName: "/watcher")).account(Estate.account)
        #expect(
            transport.requests[1].form["RoleArn"] == "arn%3Aaws-us-gov%3Aiam%3A%3A111111111111%3Arole%2Fwatcher")
    }

    @Test("Without a role's name only one's own account is entered")
    func noRole() async throws {
        let source = try Estate.source(Estate().transport(), entrance: Entrance(roleName: nil))
        _ = try await source.account(Estate.own)
        let reason = await #expect(throws: UnknownReason.self) { try await source.account(Estate.account) }
        #expect(
            reason
                == UnknownReason(
                    .roleNotAssumable, call: "AssumeRole",
                    detail: "the credentials belong to account 999999999999, and no role is configured to enter others")
        )
    }

    @Test(
        "Why an account cannot be entered is told apart",
        arguments: [
            (
                Estate.Answer.success(.queryRefusal("AccessDenied")), UnknownReason.Code.roleNotAssumable,
                "AccessDenied: No."
            ),
            (
                .success(.queryRefusal("ExpiredToken")), .roleNotAssumable,
                "ExpiredToken: No. (these credentials have ended, and their source has no others)"
            ),
            (.success(.queryRefusal("RegionDisabledException")), .roleNotAssumable, "RegionDisabledException: No."),
            (.success(.queryRefusal("Throttling", status: 400)), .throttled, "Throttling: No."),
            (.success(.queryRefusal("InternalFailure", status: 500)), .unreachable, "InternalFailure: No."),
            (.failure(TransportError(.connectionFailed, "refused")), .unreachable, "refused"),
            (
                .success(.text("<AssumeRoleResponse>")), .malformedAnswer,
                "the answer is not the XML expected: cut short at byte 20"
            ),
            (
                .success(STSAnswers.credentials("AssumeRole", expiration: "soon")), .malformedAnswer,
                "the credentials end at an unreadable time"
            ),
        ] as [(Estate.Answer, UnknownReason.Code, String)])
    func notEntered(answer: Estate.Answer, code: UnknownReason.Code, detail: String) async throws {
        var estate = Estate()
        estate.assumeRole = answer
        let source = try Estate.source(estate.transport())
        let reason = await #expect(throws: UnknownReason.self) { try await source.account(Estate.account) }
        #expect(reason == UnknownReason(code, call: "AssumeRole", detail: detail, role: Estate.role))
    }

    @Test("A failed entry is tried again by the next who asks")
    func again() async throws {
        let refusals = Mutex(1)
        let transport = ScriptedTransport { request, _ throws(TransportError) in
            if request.operation == "GetCallerIdentity" { return STSAnswers.identity("999999999999") }
            let isRefused = refusals.withLock { left in
                left -= 1
                return left >= 0
            }
            return isRefused ? .queryRefusal("AccessDenied") : STSAnswers.credentials("AssumeRole")
        }
        let source = try Estate.source(transport)
        await #expect(throws: UnknownReason.self) { try await source.account(Estate.account) }
        _ = try await source.account(Estate.account)
    }

    @Test("A session is renewed before its end, by whoever still uses it")
    func renewal() async throws {
        let time = Mutex(1_769_903_999.0 - 3600)
        var surroundings = Surroundings.still()
        surroundings.now = { Date(timeIntervalSince1970: time.withLock { $0 }) }
        let transport = Estate().transport()
        let account = try await Estate.source(transport, surroundings: surroundings).account(Estate.account)
        _ = await account.snapshot(of: Estate.region)
        time.withLock { $0 += 3301 }
        _ = await account.snapshot(of: Estate.region)
        #expect(
            Self.operations(transport)
                == ["GetCallerIdentity", "AssumeRole", "DescribeTrails", "AssumeRole", "DescribeTrails"])
    }

    @Test("Who we are is asked once, and a failure is told and asked again")
    func identity() async throws {
        var estate = Estate()
        estate.identity = .success(.queryRefusal("InvalidClientTokenId", "The security token is invalid."))
        let wrong = try Estate.source(estate.transport())
        let error = await #expect(throws: AWSError.self) { try await wrong.callerIdentity() }
        #expect(
            error?.description
                == "GetCallerIdentity: InvalidClientTokenId: The security token is invalid. (request r-2)")
        let reason = await #expect(throws: UnknownReason.self) { try await wrong.account(Estate.account) }
        #expect(reason?.code == .accessDenied)
        #expect(reason?.call == "GetCallerIdentity")

        let transport = Estate().transport()
        let source = try Estate.source(transport)
        for _ in 0..<3 { #expect(try await source.callerIdentity().account == Estate.own) }
        #expect(Self.operations(transport) == ["GetCallerIdentity"])
    }

    @Test("Settings without any credentials are refused before anything is asked")
    func noCredentials() throws {
        let settings = try AWSSettings.of(["AWS_EC2_METADATA_DISABLED": "true"])
        let transport = ScriptedTransport([])
        let error = #expect(throws: AWSError.self) {
            try AWSAccess(transport: transport, settings: settings)
        }
        #expect(error?.kind == .noCredentials)
        #expect(transport.requests.isEmpty)
    }

    @Test(
        "Regions are those enabled in the account",
        arguments: [
            (
                Estate.Answer.success(
                    Estate.regionsAnswer([
                        "eu-west-1": "opt-in-not-required", "af-south-1": "not-opted-in", "me-south-1": "opted-in",
                    ])), ["eu-west-1", "me-south-1"], nil
            ),
            (
                .success(.text("<a><regionInfo><item><regionName>eu-west-1</regionName></item></regionInfo></a>")),
                ["eu-west-1"], nil
            ),
            (.success(.text("<a><regionInfo/></a>")), [], nil),
            (.success(Estate.regionsAnswer(["Mars": "opted-in"])), nil, .malformedAnswer),
            (.success(.text("<a/>")), nil, .malformedAnswer),
            (
                .success(
                    .text(
                        "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>",
                        status: 403)),
                nil, .accessDenied
            ),
        ] as [(Estate.Answer, [String]?, UnknownReason.Code?)])
    func regions(answer: Estate.Answer, expected: [String]?, code: UnknownReason.Code?) async throws {
        var estate = Estate()
        estate.regions = answer
        let account = try await Estate.source(estate.transport()).account(Estate.account)
        do throws(UnknownReason) {
            #expect(try await account.regions().map(\.rawValue) == expected)
        } catch {
            #expect(error.code == code)
            #expect(error.call == "DescribeRegions")
        }
    }

    @Test("Only the sessions used last are kept")
    func table() {
        let ids = (0..<4).map { AccountID("10000000000\($0)")! }
        var table = SessionTable<AccountID, Int>(limit: 2)
        table.keep(0, of: ids[0])
        table.keep(1, of: ids[1])
        #expect(table.session(of: ids[0]) == 0)
        table.keep(2, of: ids[2])
        #expect(table.session(of: ids[1]) == nil)
        #expect(table.session(of: ids[0]) == 0)
        #expect(table.session(of: ids[2]) == 2)
        #expect(table.count == 2)
    }
}
