import CloudTrailCore
import FoundationEssentials

/// Brings the message of one subject up to date with the store, and says in its thread what is new.
struct AlertDelivery: Sendable {
    let store: any Outbox
    let playbook: Playbook
    let post: AlertPost
    let now: @Sendable () -> Date

    /// What is to be done about news, decided before it is begun.
    enum Plan: Sendable {
        case unneeded
        /// It is told with others, or would be one message too many.
        case crowded
        /// A message of its own.
        case first(Severity, about: Set<AccountRegion>, of: [Issue])
        case update(AlertThread, reply: AlertReply?, of: [Issue], others: [Issue])
    }

    /// `box` is the mailbox of where it goes.
    func plan(_ notices: [Notice], of subject: AlertSubject, in box: Mailbox) async throws(StoreError) -> Plan {
        let moment = now()
        let thread = try await store.thread(of: subject)
        let goesOn = thread.map { AlertPlan.goesOn($0, at: moment) } ?? false
        if !goesOn, box.crowd(of: subject) != nil { return .crowded }
        let issues = try await playbook.issues(of: subject, in: store)
        let fresh = AlertMessage(subject, issues: issues, thread: nil, playbook: playbook)
        switch AlertPlan.way(for: notices, in: thread, isOver: fresh.isOver, now: moment) {
        case .none: return .unneeded
        // It became another's while the news waited: nothing is known here that could be told.
        case .post where issues.isEmpty: return .unneeded
        case .post:
            let severity = fresh.standing.map(\.severity).max() ?? .low
            guard box.admits(subject, severity, limit: playbook.floodLimit, at: moment) else { return .crowded }
            // What was over before this news is another story.
            let places = Set(notices.map(\.issue.place)).union(fresh.standing.map(\.place))
            return .first(severity, about: places, of: issues)
        case .update(let reply):
            guard let thread else { return .unneeded }
            let told = thread.places.union(notices.map(\.issue.place))
            let here = Set((fresh.standing + fresh.accepted).map(\.place))
            return .update(thread, reply: reply, of: issues, others: try await standing(at: told.subtracting(here)))
        }
    }

    /// The issues in trouble at some places.
    private func standing(at places: Set<AccountRegion>) async throws(StoreError) -> [Issue] {
        guard !places.isEmpty else { return [] }
        let filter = IssueFilter(accounts: Set(places.map(\.account)), statuses: Issue.Status.standing)
        return try await store.issues(matching: filter).filter { places.contains($0.place) }
    }

    /// The message as it stands then; nil where none was planned. `detour` is where it goes if the recipient still cannot be told.
    func carryOut(
        _ plan: Plan, _ notices: [Notice], of subject: AlertSubject, _ attempt: Attempt, detour: String?
    ) async throws(MessengerError) -> AlertThread? {
        switch plan {
        case .unneeded, .crowded: nil
        case .first(_, let places, let issues):
            try await first(subject, about: places, of: issues, attempt, detour)
        case .update(let thread, let reply, let issues, let others):
            try await update(thread, adding: notices, of: issues, others: others, reply: reply, detour: detour)
        }
    }

    private func first(
        _ subject: AlertSubject, about places: Set<AccountRegion>, of issues: [Issue], _ attempt: Attempt,
        _ detour: String?
    ) async throws(MessengerError) -> AlertThread {
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "", kind: .channel),
            message: MessageReference(channel: "", id: ""), openedAt: now(), places: places)
        let alert = AlertMessage(subject, issues: issues, thread: thread, playbook: playbook)
        let arrival = try await post.send(alert.message, to: subject.recipient, detour: detour, attempt)
        thread.stand(at: arrival)
        thread.close(isOver: alert.isOver, now())
        return thread
    }

    private func update(
        _ stored: AlertThread, adding notices: [Notice], of issues: [Issue], others: [Issue], reply: AlertReply?,
        detour: String?
    ) async throws(MessengerError) -> AlertThread {
        var thread = stored
        let moment = now()
        if thread.endedAt != nil { thread.places = [] }
        thread.places.formUnion(notices.map(\.issue.place))
        thread.places.formUnion(issues.filter { Issue.Status.standing.contains($0.status) }.map(\.place))
        let alert = AlertMessage(
            thread.subject, issues: issues, thread: thread, others: others.filter { thread.places.contains($0.place) },
            playbook: playbook)
        do throws(MessengerError) {
            try await post.show(alert.message, reply?.message(playbook), in: &thread, Attempt(at: notices))
        } catch {
            // Where it stands nothing can be told any more: archived, or the bot was removed.
            guard error.isFinal, detour != nil else { throw error }
            thread.stand(
                at: try await post.send(
                    alert.message, to: thread.subject.recipient, detour: detour, Attempt(at: notices)))
        }
        if let reply { thread.spoke(reply, at: moment) }
        thread.close(isOver: alert.isOver, moment)
        return thread
    }
}

extension KeptMessage {
    mutating func stand(at arrival: AlertPost.Arrival) {
        (conversation, message, rerouted) = (arrival.conversation, arrival.message, arrival.rerouted)
    }

    mutating func spoke(_ reply: AlertReply, at now: Date) {
        repliedAt = now
        if reply.isNudge { nudgedAt = now }
    }

    mutating func close(isOver: Bool, _ now: Date) {
        endedAt = isOver ? endedAt ?? now : nil
    }
}

extension Playbook {
    /// The stored issues that a subject is about: of its cause, in its recipient's accounts or given to the recipient.
    func issues(of subject: AlertSubject, in store: any IssueStore) async throws(StoreError) -> [Issue] {
        try await issues(of: [subject], in: store)[subject] ?? []
    }

    /// The same of several.
    func issues(
        of subjects: Set<AlertSubject>, in store: any IssueStore
    ) async throws(StoreError) -> [AlertSubject: [Issue]] {
        var wanted: [RootCause: [AlertSubject]] = [:]
        for subject in subjects { wanted[subject.cause, default: []].append(subject) }
        var owners: [AccountID: Set<String>] = [:]
        var found: [AlertSubject: [Issue]] = [:]
        for issue in try await store.issues(matching: IssueFilter(causes: Set(wanted.keys))) {
            let account = issue.place.account
            let owning = owners[account] ?? Set(recipients(of: account).map { $0.lowercased() })
            owners[account] = owning
            let told = owning.union(issue.followers.map { $0.lowercased() })
            for subject in issue.causes.flatMap({ wanted[$0] ?? [] })
            where told.contains(subject.recipient.lowercased()) {
                found[subject, default: []].append(issue)
            }
        }
        return found
    }
}
