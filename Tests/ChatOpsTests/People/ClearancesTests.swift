import CloudTrailCore
import FoundationEssentials
import Testing

@testable import ChatOps

@Suite("Who may look, from memory", .timeLimit(.minutes(1)))
struct ClearancesTests {
    private let watch = Wristwatch()
    private let here = Conversation(channel: "#ops", kind: .channel)
    private let dana = PersonID(rawValue: "UD")

    /// Asks what a field offers, as an open menu does, while what it does not know is found out.
    private func offered(_ house: House, to person: String, _ field: String = "account") async -> [String] {
        let desk = FormDesk(playbook: house.playbook, mayLook: house.clearances.mayLook, now: watch.now)
        let found = await desk.choices(for: field, matching: "pay", by: PersonID(rawValue: person), in: here)
        return found.map(\.value)
    }

    /// What is asked beside is found out before this returns.
    private func finding(_ house: House, _ body: () async throws -> Void) async rethrows {
        let running = Task { await house.clearances.run() }
        defer { running.cancel() }
        try await body()
    }

    @Test(
        "Guests, strangers and members without a role are offered no account names, however long they type",
        arguments: [nil, RoleAssignments([.viewer: ["UX"]])])
    func refused(roles: RoleAssignments?) async {
        let house = House(roles: roles, now: watch.now)
        await house.messenger.add(Person(id: PersonID(rawValue: "UG"), names: ["gus"], membership: .guest))
        await house.messenger.add(Person(id: PersonID(rawValue: "US"), names: ["sam"], membership: .stranger))
        var nobody = ["UG", "US"]
        if roles != nil { nobody.append("UM") }
        await finding(house) {
            for person in nobody {
                for field in ["account", "accounts", "issues.account", "regions", "scopes", "project"] {
                    for _ in 1...3 {
                        #expect(await offered(house, to: person, field) == [], "\(person) \(field)")
                        await house.clearances.known(PersonID(rawValue: person), in: here)
                    }
                }
            }
        }
    }

    @Test("Whoever is not known is offered nothing, is asked about meanwhile, and is served with the next letter")
    func unknown() async {
        let house = House(roles: RoleAssignments([.viewer: ["@team"]]), now: watch.now)
        await house.messenger.add(group: "@team", [dana])
        await finding(house) {
            #expect(await offered(house, to: "UD") == [])
            await house.clearances.known(dana, in: here)
            #expect(await offered(house, to: "UD") == ["111111111111"])
        }
    }

    @Test("Whoever was just allowed something is served at once, where that was; elsewhere it has to be asked")
    func remembered() async {
        let house = House(roles: RoleAssignments([.viewer: ["#ops"]]), now: watch.now)
        _ = await house.say("issues", as: "UD")
        #expect(await offered(house, to: "UD") == ["111111111111"])
        let elsewhere = Conversation(channel: "#lobby", kind: .channel)
        await finding(house) {
            #expect(!house.clearances.mayLook(dana, in: elsewhere))
            await house.clearances.known(dana, in: elsewhere)
            #expect(!house.clearances.mayLook(dana, in: elsewhere))
        }
    }

    @Test("A role that is taken away counts a minute later, an old answer not at all")
    func takenAway() async {
        let house = House(roles: RoleAssignments([.viewer: ["@team"]]), now: watch.now)
        await house.messenger.add(group: "@team", [dana])
        _ = await house.say("ping", as: "UD")
        await house.messenger.add(group: "@team", [])
        await finding(house) {
            #expect(await offered(house, to: "UD") == ["111111111111"])
            watch.advance(by: 61)
            _ = await offered(house, to: "UD")
            await house.clearances.known(dana, in: here)
            #expect(await offered(house, to: "UD") == [])
        }
        await house.messenger.add(group: "@team", [dana])
        _ = await house.say("ping", as: "UD")
        watch.advance(by: 601)
        #expect(await offered(house, to: "UD") == [], "ten minutes later it is as if nothing were known")
    }

    @Test("What is wrong with a form is told to those alone who may look")
    func problems() async {
        let house = House(roles: RoleAssignments([.viewer: ["UX"]]), now: watch.now)
        let desk = FormDesk(playbook: house.playbook, mayLook: house.clearances.mayLook, now: watch.now)
        let form = FormSubmission(purpose: .scan(conversation: here), answers: ["accounts": "paymnets"])
        _ = await house.say("ping", as: "UG")
        #expect(await desk.problems(with: form, by: PersonID(rawValue: "UG")) == [:])
        _ = await house.say("ping", as: "UX")
        #expect(await desk.problems(with: form, by: PersonID(rawValue: "UX")).keys.contains("accounts"))
    }
}

extension Clearances {
    /// Returns when nothing is asked about somebody any more.
    func known(_ person: PersonID, in conversation: Conversation) async {
        while isAsking(about: person, in: conversation) { await Task.yield() }
    }
}
