import Networking

/// Deadlines: one timer, set to the earliest.
extension EventLoop {
    /// The timer fired: everything whose deadline has come.
    func tick() {
        let now = ContinuousClock.now
        for dial in dials where dial.plan.deadline <= now {
            abandonAttempt(of: dial)
            take(dial.plan.timedOut(now: now), for: dial)
        }
        for case (let epoch, .open(let session)) in links where session.deadline <= now {
            check(session, epoch, now)
        }
        schedule()
    }

    private func check(_ session: Session, _ epoch: UInt, _ now: ContinuousClock.Instant) {
        switch session.phase {
        case .closing(let end) where end <= now, .closed(_, let end) where end <= now:
            drop(session, epoch, session.closure ?? .byUs)
        case .closed:
            break
        case .open, .closing:
            switch session.liveness.check(session.received, now: now) {
            case .alive: break
            case .silent: drop(session, epoch, session.closure ?? .silence)
            case .pingDue:
                session.outbox.appendPing()
                flush(session, epoch)
            }
        }
    }

    func schedule() {
        timerIsStale = false
        var deadlines = dials.map(\.plan.deadline)
        for case .open(let session) in links.values { deadlines.append(session.deadline) }
        guard let next = deadlines.min() else { return }
        context?.schedule(after: next - .now)
    }
}
