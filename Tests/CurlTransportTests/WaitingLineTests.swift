import Testing

@testable import CurlTransport

@Suite("The waiting line")
struct WaitingLineTests {
    private final class Guest: Sendable {}
    private let start = ContinuousClock.now
    private let guests = (0..<4).map { _ in Guest() }

    private func line(deadlines: [Int]) -> WaitingLine<Guest> {
        var line = WaitingLine<Guest>()
        for (guest, seconds) in zip(guests, deadlines) { line.append(guest, deadline: start + .seconds(seconds)) }
        return line
    }

    @Test("First come, first served; whoever left is passed over")
    func order() {
        var line = line(deadlines: [9, 9, 9, 9])
        line.remove(guests[1])
        #expect(line.popFirst() === guests[0])
        #expect(line.popFirst() === guests[2])
        #expect(line.popFirst() === guests[3])
        #expect(line.popFirst() == nil)
        #expect(line.isEmpty && line.nextDeadline == nil)
    }

    @Test("Those whose deadline has come are taken out, the others stay")
    func expiry() {
        var line = line(deadlines: [5, 1, 3, 2])
        #expect(line.nextDeadline == start + .seconds(1))
        #expect(line.removeExpired(now: start).isEmpty)
        let expired = line.removeExpired(now: start + .seconds(2))
        #expect(Set(expired.map(ObjectIdentifier.init)) == [ObjectIdentifier(guests[1]), ObjectIdentifier(guests[3])])
        #expect(line.nextDeadline == start + .seconds(3))
        #expect(line.popFirst() === guests[0])
        #expect(line.popFirst() === guests[2])
        #expect(line.isEmpty)
    }

    @Test("Everybody can be sent home at once")
    func removeAll() {
        var line = line(deadlines: [1, 2, 3, 4])
        #expect(line.removeAll().count == 4)
        #expect(line.isEmpty && line.popFirst() == nil)
    }

    @Test("A long line keeps its order while it shrinks and grows")
    func long() {
        var line = WaitingLine<Guest>()
        let many = (0..<5000).map { _ in Guest() }
        for guest in many[..<4000] { line.append(guest, deadline: start) }
        for guest in many[..<3000] { #expect(line.popFirst() === guest) }
        for guest in many[4000...] { line.append(guest, deadline: start) }
        for guest in many[3000...] { #expect(line.popFirst() === guest) }
        #expect(line.isEmpty)
    }
}
