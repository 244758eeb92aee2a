import CloudTrailCore
import FoundationEssentials
import Scheduling

// What rests in quiet hours.

extension NoticeCourier {
    /// Puts to rest what has to wait for the end of the quiet hours, and answers the others. News that has not takes along what
    /// rests about the same; what people did follows the news that it is about.
    func awake(_ due: [Notice]) async throws(StoreError) -> [Notice] {
        let moment = now()
        guard let quiet = playbook.quiet, let end = quiet.hours.end(at: moment) else { return due }
        let tired = due.filter { $0.canWait && quiet.end(for: $0.issue.severity, at: moment) != nil }
        let tiredIDs = Set(tired.map(\.id))
        let others = due.filter { !tiredIDs.contains($0.id) }
        let loud = Set(others.filter(\.event.isNews).map(\.subject))
        let resting = try await store.restingNotices(about: Set(others.map(\.subject)))
        let heldLines = Set((resting + tired).filter { !loud.contains($0.subject) }.map(\.line))
        let rests = { (notice: Notice) in !loud.contains(notice.subject) && heldLines.contains(notice.line) }
        let waiting = (tired.filter { !loud.contains($0.subject) } + others.filter(rests)).map {
            $0.with(.resting(attempts: $0.attempts, until: end))
        }
        if !waiting.isEmpty { try await store.save(waiting, thread: nil) }
        let known = Set(due.map(\.id))
        let along = resting.filter { loud.contains($0.subject) && !known.contains($0.id) }
        return (along + due.filter { loud.contains($0.subject) || !(tiredIDs.contains($0.id) || rests($0)) }).inOrder
    }
}

extension Notice {
    /// The news that is told in its order.
    fileprivate struct Line: Hashable {
        let subject: AlertSubject
        let place: AccountRegion
    }

    fileprivate var line: Line { Line(subject: subject, place: issue.place) }
}
