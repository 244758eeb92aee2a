import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Who may")
struct PermissionsTests {
    private func house(_ roles: [Role: [String]]) async -> House {
        let house = House(roles: RoleAssignments(roles))
        await house.messenger.add(group: "@platform", [PersonID(rawValue: "U1"), PersonID(rawValue: "UG")])
        await house.messenger.add(Person(id: PersonID(rawValue: "UG"), names: ["guest"], membership: .guest))
        await house.messenger.add(
            Person(
                id: PersonID(rawValue: "US"), names: ["sam"], email: "dana@example.com", membership: .stranger))
        return house
    }

    @Test("A role may be had by user group: full members of it, no others")
    func userGroup() async {
        let house = await house([.operator: ["@platform"]])
        #expect(await house.say("scan account payments").last?.contains("No problems") == true)
        for person in ["U2", "UG"] {
            #expect(
                await house.say("scan all", as: person) == [
                    "scan needs the role operator, which you do not have. Whoever keeps config.json can add you under roles.operator; ask in #operators."
                ])
        }
    }

    @Test("A role may be had by channel: full members who ask there, and the refusal elsewhere names the channel")
    func channel() async {
        #expect(await house([.viewer: ["#ops"]]).say("ping") == ["pong"])
        #expect(await house([.viewer: ["#ops"]]).say("ping", as: "UG").first?.contains("needs the role") == true)
        #expect(
            await house([.viewer: ["#security"]]).say("ping") == [
                "ping needs the role viewer, which you do not have here (in #security full members have it). Whoever keeps config.json can add you under roles.viewer; ask in #operators."
            ])
    }

    @Test(
        "Where Slack does not say who is in a group, that is said, and nobody is let in by it"
    )
    func groupUnknown() async {
        let house = await house([.viewer: ["@platform"], .operator: ["U2"]])
        await house.messenger.fail("@platform", with: MessengerError(.unavailable, "Slack is away."))
        #expect(await house.say("ping").first?.contains("did not work: Slack is away.") == true)
        #expect(await house.say("ping", as: "U2") == ["pong"])
    }

    @Test("A person of another workspace may do nothing, whatever e-mail that workspace gives them, unless named by id")
    func stranger() async {
        #expect(
            await house([.approver: ["*", "dana@example.com"]]).say("ping", as: "US").first?
                .contains("needs the role viewer") == true)
        #expect(await house([.viewer: ["US"]]).say("ping", as: "US") == ["pong"])
        let unnamed = House(roles: nil)
        await unnamed.messenger.add(Person(id: PersonID(rawValue: "US"), names: ["sam"], membership: .stranger))
        #expect(await unnamed.say("ping", as: "US").first?.contains("Only full members") == true)
    }

    @Test("Entries are told apart by their form, and bare names mean nobody")
    func grantees() {
        let expected: [(String, RoleAssignments.Grantee, canMatch: Bool)] = [
            ("*", .everyone, true), ("@platform", .userGroup("@platform"), true), ("S01AB", .userGroup("S01AB"), true),
            ("#ops", .channel("#ops"), true), ("C01AB", .channel("C01AB"), true),
            ("U01AB", .person("U01AB"), true), ("ann@example.com", .person("ann@example.com"), true),
            ("bob", .person("bob"), false), ("Sam", .person("Sam"), false),
        ]
        for (entry, grantee, canMatch) in expected {
            #expect(RoleAssignments.Grantee(entry) == grantee)
            #expect(RoleAssignments.Grantee(entry).canMatch == canMatch, "\(entry)")
        }
    }
}
