import CloudTrailCore
import Testing

@testable import ChatOps

@Suite("Owners that are the same by another name")
struct NamesakeTests {
    private func house(_ owners: [String], with people: [Person] = []) async -> House {
        let house = House(
            watched: WatchedAccounts([payments]),
            owners: TicketOwners(
                global: .init(slackOwners: ["#security"]), accounts: [payments.id: .init(slackOwners: owners)]))
        for person in people { await house.messenger.add(person) }
        house.set(payments, ireland, .known([.stopped]))
        _ = await house.say("scan all")
        return house
    }

    private func alerts(_ house: House) async -> [String] {
        _ = await house.courier.deliverDue()
        return await house.messenger.sent.filter { $0.way == .post && $0.message.summary.hasPrefix("CloudTrail") }
            .compactMap { $0.conversation?.channel }.sorted()
    }

    private let alice = Person(id: PersonID(rawValue: "U0ALICE77"), names: ["alice"], email: "alice@example.com")

    @Test("A person named by handle, e-mail and id is told once, and so is what becomes of it")
    func person() async throws {
        let house = await house(["alice", "alice@example.com", "U0ALICE77"], with: [alice])
        #expect(await alerts(house) == ["#security", "alice"])
        _ = await house.say("acknowledge payments *")
        _ = await house.courier.deliverDue()
        let updates = await house.messenger.sent.filter {
            $0.way == .update && $0.message.summary.hasPrefix("CloudTrail")
        }
        #expect(updates.compactMap(\.reference?.channel).sorted() == ["#security", "alice"])
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("A channel named by name and by id is told once")
    func channel() async {
        let house = await house(["#security", "C0SECURITY"])
        await house.messenger.alias("C0SECURITY", of: "#security")
        #expect(await alerts(house) == ["#security"])
    }

    @Test("Somebody whom the chat does not know is nobody else")
    func unknown() async {
        let house = await house(["alice", "bob"])
        await house.messenger.fail("bob", with: MessengerError(.notFound, "Slack knows nobody called bob."))
        let alerts = await alerts(house)
        #expect(alerts == ["#operators", "#security", "alice"])
    }
}
