import CloudTrailCore
import FoundationEssentials
import Scheduling
import Testing

@testable import ChatOps

@Suite("News in quiet hours")
struct QuietNewsTests {
    let watch = Wristwatch()

    /// It is night at noon (22:13 UTC), and only what is critical is told.
    private func house() -> House {
        House(
            watched: WatchedAccounts([payments]), quiet: Quiet(ReminderTests.night.hours, loudFrom: .critical),
            now: watch.now)
    }

    private static let narrow = TrailSnapshot(
        trail: TrailSnapshot.healthy.trail, status: .known(TrailStatus(isLogging: true)),
        selection: .known(.basic([EventSelector(readWriteType: .writeOnly)])))

    /// The same cause, worse and worse.
    private static let degraded = Finding.degraded(missing: [.reads])
    private static let disabled = Finding.disabled(.noManagementEvents(lastRecorded: nil))

    private func find(_ finding: Finding, at regions: [Region] = [ireland], in house: House) async throws {
        for region in regions {
            _ = try await house.book.file(
                Verdict(place: AccountRegion(payments.id, region), findings: [finding], trails: [Self.narrow]))
        }
    }

    private func toAlice(_ house: House) async -> [String] {
        await house.messenger.sent.filter { $0.way == .post && $0.conversation?.channel == "alice" }
            .map { String($0.message.summary.prefix { $0 != "." }) }
    }

    @Test("What becomes critical at night is told at once, with what waited for the morning, in order")
    func loud() async throws {
        let house = house()
        try await find(Self.degraded, in: house)
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house) == [])
        watch.advance(by: 3600)
        try await find(Self.disabled, in: house)
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house) == ["CloudTrail disabled: payments (111111111111), eu-west-1"])
        let told = try await house.store.notices(about: AccountRegion(payments.id, ireland)).filter {
            $0.recipient == "alice"
        }
        #expect(told.map(\.event) == [.opened, .changed])
        #expect(told.allSatisfy { if case .delivered = $0.state { true } else { false } })
        watch.advance(by: 10 * 3600)
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house).count == 1, "in the morning nothing is left to tell")
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("A night's worth of news that all becomes critical is told, however much it is")
    func many() async throws {
        let house = house()
        let regions = (1...1200).map { Region("eu-west-\($0)")! }
        try await find(Self.degraded, at: regions, in: house)
        _ = await house.courier.deliverDue()
        watch.advance(by: 3600)
        try await find(Self.disabled, at: regions, in: house)
        _ = await house.courier.deliverDue()
        let told = await toAlice(house)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("CloudTrail disabled: payments (111111111111), 1200 regions: ") == true)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("Other regions of the same cause do not keep the critical one waiting, nor come after it")
    func neighbours() async throws {
        let house = house()
        try await find(Self.degraded, at: [ireland], in: house)
        _ = await house.courier.deliverDue()
        try await find(Self.disabled, at: [virginia], in: house)
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house).count == 1)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("What people do does not bring a night's news forward")
    func act() async throws {
        let house = house()
        try await find(Self.degraded, in: house)
        _ = await house.courier.deliverDue()
        _ = await house.say("acknowledge payments *")
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house) == [])
        watch.advance(by: 10 * 3600)
        _ = await house.courier.deliverDue()
        #expect(await toAlice(house).count == 1)
    }
}
