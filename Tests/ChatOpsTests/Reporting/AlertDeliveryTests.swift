import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

/// A clock that tests move.
final class Wristwatch: Sendable {
    private let time = Mutex(noon)
    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }
    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

@Suite("One message for a cause")
struct AlertDeliveryTests {
    let watch = Wristwatch()

    /// A trail of both regions is stopped, and told.
    func house(_ setUp: (House) async -> Void = { _ in }) async -> House {
        let house = House(now: watch.now)
        await setUp(house)
        for region in [ireland, virginia] { house.set(payments, region, .known([.stopped])) }
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        return house
    }

    /// What was said to Alice since.
    func toAlice(_ house: House, _ deed: () async throws -> Void) async rethrows -> [RecordingMessenger.Sent] {
        let before = await house.messenger.sent.count
        try await deed()
        _ = await house.courier.deliverDue()
        return await house.messenger.sent.dropFirst(before).filter {
            $0.reference?.channel == "alice" || $0.conversation?.channel == "alice"
        }
    }

    @Test("A trail that is stopped in two regions is one message to each recipient, with both regions")
    func grouped() async {
        let house = await house()
        let alerts = await house.messenger.sent.filter { $0.message.summary.hasPrefix("CloudTrail") }
        #expect(Set(alerts.compactMap(\.conversation?.channel)) == ["alice", "#security"])
        #expect(
            alerts.map(\.message.summary)
                == Array(
                    repeating:
                        "CloudTrail disabled: payments (111111111111), 2 regions: payments (111111111111) eu-west-1, us-east-1. disabled: logging is stopped since 2023-11-14 22:13 UTC",
                    count: 2))
    }

    @Test("One region mended shows in the message; the last one is told in its thread, and closes the issues")
    func mended() async throws {
        let house = await house()
        let partly = await toAlice(house) {
            house.set(payments, ireland, .known([.healthy]))
            _ = await house.say("scan account payments")
        }
        #expect(partly.map(\.way) == [.update])
        #expect(partly[0].message.summary.hasPrefix("CloudTrail disabled: payments (111111111111), us-east-1."))
        #expect(partly[0].message.blocks.plain.contains("Mended already: 1 region."))
        let wholly = await toAlice(house) {
            house.set(payments, virginia, .known([.healthy]))
            _ = await house.say("scan account payments")
        }
        #expect(wholly.map(\.way) == [.update, .post])
        #expect(wholly[1].conversation?.thread == partly[0].reference?.id)
        #expect(wholly[0].message.summary.hasPrefix("CloudTrail works again: payments (111111111111), 2 regions."))
        for region in [ireland, virginia] { #expect(try await house.issue(payments, region)?.status == .closed) }
    }

    @Test("What comes back within a week goes on in the same thread; later it is a new message")
    func comeback() async throws {
        let house = await house()
        func toAndFro() async -> [RecordingMessenger.Sent] {
            for region in [ireland, virginia] { house.set(payments, region, .known([.healthy])) }
            _ = await house.say("scan account payments")
            _ = await house.courier.deliverDue()
            return await toAlice(house) {
                watch.advance(by: 86_400)
                house.set(payments, ireland, .known([.stopped]))
                _ = await house.say("scan account payments")
            }
        }
        let soon = await toAndFro()
        #expect(soon.map(\.way) == [.update, .post])
        #expect(soon[1].message.summary == "Again: payments (111111111111) eu-west-1.")
        house.set(payments, ireland, .known([.healthy]))
        _ = await house.say("scan account payments")
        _ = await house.courier.deliverDue()
        let late = await toAlice(house) {
            watch.advance(by: 8 * 86_400)
            house.set(payments, ireland, .known([.stopped]))
            _ = await house.say("scan account payments")
        }
        #expect(late.map(\.way) == [.post])
        #expect(late[0].conversation?.thread == nil)
    }

    @Test("A message that somebody deleted is posted anew: deleting it mended nothing")
    func deleted() async {
        let house = await house()
        await house.messenger.fail("update", with: MessengerError(.notFound, "message_not_found"))
        let sent = await toAlice(house) { _ = await house.say("acknowledge payments *") }
        #expect(sent.map(\.way) == [.post, .post])
        #expect(sent[0].message.summary.hasPrefix("CloudTrail disabled, acknowledged:"))
        #expect(sent[1].conversation?.thread == sent[0].reference?.id)
    }

    @Test("A message that stands in the operators' channel instead says whom it is for, whenever it is updated")
    func rerouted() async {
        let house = await house { house in
            await house.messenger.fail("alice", with: MessengerError(.notFound, "Nobody here is called alice."))
        }
        let before = await house.messenger.sent.count
        _ = await house.say("acknowledge payments *")
        _ = await house.courier.deliverDue()
        let update = await house.messenger.sent.dropFirst(before).first {
            $0.reference?.channel == "#operators" && $0.way == .update
        }
        #expect(
            update?.message.blocks.plain.hasPrefix("For alice, whom I cannot tell.") == true)
    }

    @Test("When the channel of a message is archived, or the bot removed, what comes next goes to the operators")
    func archived() async throws {
        let house = await house()
        await house.messenger.fail("alice", with: MessengerError(.unreachable, "The channel is archived."))
        func toOperators(_ deed: () async -> Void) async -> [RecordingMessenger.Sent] {
            let before = await house.messenger.sent.count
            await deed()
            _ = await house.courier.deliverDue()
            return await house.messenger.sent.dropFirst(before).filter {
                $0.reference?.channel == "#operators" || $0.conversation?.channel == "#operators"
            }
        }
        let moved = await toOperators { _ = await house.say("acknowledge payments eu-west-1") }
        #expect(moved.map(\.way) == [.post, .post])
        #expect(
            moved.first?.message.summary
                == "I cannot tell alice: The channel is archived. Until I can, what is for it comes here.")
        #expect(moved.last?.message.summary.hasSuffix("(For alice, whom I cannot tell.)") == true)
        let then = await toOperators { _ = await house.say("acknowledge payments us-east-1") }
        #expect(then.map(\.way) == [.update, .post])
        #expect(then.last?.conversation?.thread == moved.last?.reference?.id)
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("A post whose answer was lost is found again by its mark, and not repeated")
    func lostAnswer() async throws {
        let house = await house { house in await house.messenger.loseAnswer(of: "alice") }
        func posts() async -> [RecordingMessenger.Sent] {
            await house.messenger.sent.filter { $0.conversation?.channel == "alice" && $0.way == .post }
        }
        #expect(await posts().count == 1)
        watch.advance(by: 5)
        let sent = await toAlice(house) {}
        #expect(sent.map(\.way) == [.update], "the one that is there, brought up to date")
        #expect(try await house.store.noticeCounts() == NoticeCounts())
        #expect(await toAlice(house) { _ = await house.say("acknowledge payments *") }.map(\.way) == [.update, .post])
    }

    @Test("News that comes while nobody knows whether the message stands goes into the one that is there")
    func newsMeanwhile() async throws {
        let house = await house { house in await house.messenger.loseAnswer(of: "alice") }
        watch.advance(by: 1)
        let third = Verdict(
            place: AccountRegion(payments.id, Region("eu-north-1")!), findings: [.disabled(.stopped(since: noon))],
            trails: [.stopped])
        let sent = try await toAlice(house) { _ = try await house.book.file(third) }
        #expect(sent.map(\.way) == [.update])
        let summary = sent.first?.message.summary
        #expect(summary?.hasPrefix("CloudTrail disabled: payments (111111111111), 3 regions") == true)
        watch.advance(by: 5)
        #expect(await toAlice(house) {}.allSatisfy { $0.way == .update || $0.conversation?.thread != nil })
        #expect(try await house.store.noticeCounts() == NoticeCounts())
    }

    @Test("Where the chat cannot be searched for a moment, nothing is posted again before it can")
    func searchFails() async throws {
        let house = await house { house in
            await house.messenger.loseAnswer(of: "alice")
            await house.messenger.fail("search", with: MessengerError(.unavailable, "away"))
        }
        watch.advance(by: 5)
        #expect(await toAlice(house) {}.isEmpty)
        await house.messenger.fail("search", with: nil)
        watch.advance(by: 60)
        #expect(await toAlice(house) {}.map(\.way) == [.update])
    }

    @Test("A region whose trouble became another is not said to work again")
    func otherCause() async throws {
        let house = await house()
        let sent = await toAlice(house) {
            for region in [ireland, virginia] { house.set(payments, region, .known([])) }
            _ = await house.say("scan account payments")
        }
        #expect(
            sent.allSatisfy {
                !$0.message.summary.contains("works again") && !$0.message.summary.contains("Works again")
            })
        let first = try #require(sent.first { $0.way == .update })
        #expect(first.message.summary.hasPrefix("CloudTrail is still in trouble: payments (111111111111), 2 regions"))
        #expect(
            first.message.blocks.plain.contains(
                "Not mended, but told in another message: payments (111111111111) eu-west-1, us-east-1: disabled:"))
        #expect(
            sent.contains {
                $0.conversation?.thread != nil
                    && $0.message.summary.hasPrefix("Not mended, but of another cause now: payments (111111111111)")
            })
        #expect(sent.contains { $0.way == .post && $0.conversation?.thread == nil }, "the new cause has its own")
        let mended = await toAlice(house) {
            for region in [ireland, virginia] { house.set(payments, region, .known([.healthy])) }
            _ = await house.say("scan account payments")
        }
        #expect(mended.contains { $0.message.summary.hasPrefix("CloudTrail works again") })
    }

    @Test("Hundreds of regions of one cause are one message")
    func wave() async throws {
        let house = House(now: watch.now)
        let verdicts = (1...400).map { number in
            Verdict(
                place: AccountRegion(payments.id, Region("eu-west-\(number)")!),
                findings: [.disabled(.stopped(since: noon))], trails: [.stopped])
        }
        for verdict in verdicts { _ = try await house.book.file(verdict) }
        _ = await house.courier.deliverDue()
        let posts = await house.messenger.sent.filter { $0.way == .post && $0.conversation?.thread == nil }
        #expect(posts.count == 2, "one to each recipient")
        #expect(
            await house.messenger.sent.last?.message.summary.hasPrefix(
                "CloudTrail disabled: payments (111111111111), 400 regions: payments (111111111111) eu-west-1, ")
                == true)
        let counts = try await house.store.noticeCounts()
        #expect(counts == NoticeCounts(pending: 0, failed: 0))
    }
}
