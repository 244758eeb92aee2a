/// Those who wait for their turn, first come first served, each until a deadline.
struct WaitingLine<Member: AnyObject> {
    private var order: [ObjectIdentifier] = []
    private var head = 0
    private var members: [ObjectIdentifier: (member: Member, deadline: ContinuousClock.Instant)] = [:]
    /// No deadline is earlier; one that left the line may have been the reason.
    private var earliest: ContinuousClock.Instant?

    var isEmpty: Bool { members.isEmpty }

    /// When to look for expired members again, at the latest.
    var nextDeadline: ContinuousClock.Instant? { isEmpty ? nil : earliest }

    mutating func append(_ member: Member, deadline: ContinuousClock.Instant) {
        order.append(ObjectIdentifier(member))
        members[ObjectIdentifier(member)] = (member, deadline)
        earliest = min(earliest ?? deadline, deadline)
    }

    mutating func popFirst() -> Member? {
        while head < order.count {
            head += 1
            if let next = members.removeValue(forKey: order[head - 1]) {
                forgetThosePassed()
                return next.member
            }
        }
        forgetThosePassed()
        return nil
    }

    mutating func remove(_ member: Member) {
        members[ObjectIdentifier(member)] = nil
    }

    mutating func removeAll() -> [Member] {
        defer { self = WaitingLine() }
        return members.values.map(\.member)
    }

    /// Takes out those whose deadline has come.
    mutating func removeExpired(now: ContinuousClock.Instant) -> [Member] {
        guard let limit = nextDeadline, limit <= now else { return [] }
        let expired = members.values.filter { $0.deadline <= now }.map(\.member)
        for member in expired { remove(member) }
        earliest = members.values.map(\.deadline).min()
        return expired
    }

    private mutating func forgetThosePassed() {
        if members.isEmpty {
            self = WaitingLine()
        } else if head > 1024, head > order.count / 2 {
            order.removeFirst(head)
            head = 0
        }
    }
}
