import CloudTrailCore
import FoundationEssentials

// What is too much for messages of its own.

extension NoticeCourier {
    /// Tells as one, for each crowd, what the mailbox had no room for.
    func deliver(_ rest: [Notice], asOneAt place: String, _ box: inout Mailbox) async throws(StoreError) {
        var explained: [Notice] = []
        for (recipient, notices) in Dictionary(grouping: rest, by: \.recipient) {
            let isKnown = recipient == place ? true : try await announce(recipient, in: place, notices)
            if isKnown { explained += notices }
        }
        let rest = explained.inOrder
        var crowds: [Crowd.ID: [Notice]] = [:]
        let known = Set(box.crowds.map(\.id))
        for notice in rest { crowds[box.join(notice.subject, at: now()), default: []].append(notice) }
        // Who is in it is stored before it is posted: whatever happens to the bot then, nobody is told twice.
        try await store.save(rest, thread: nil, mailbox: box)
        for (id, notices) in crowds.sorted(by: { $0.key < $1.key }) {
            guard let crowd = box[id] else { continue }
            let attempt = await attempt(crowd, adding: notices, at: place, isRepeated: known.contains(id))
            switch attempt {
            case .success(let told):
                box[id] = told
                let state = told.shown.map { Notice.State.delivered($0.message, at: now()) } ?? .unneeded(at: now())
                try await settle(notices, as: state, nil, box)
            case .failure(let error): try await fail(notices, because: error, &box)
            }
        }
    }

    /// Unstructured, since a post that was begun must be remembered even at shutdown; awaited, so it has an owner.
    private func attempt(
        _ crowd: Crowd, adding notices: [Notice], at place: String, isRepeated: Bool
    ) async -> Result<Crowd, any Error> {
        await Task { await Result { try await show(crowd, adding: notices, at: place, isRepeated: isRepeated) } }.value
    }

    private func show(
        _ stored: Crowd, adding notices: [Notice], at place: String, isRepeated: Bool
    ) async throws -> Crowd {
        var crowd = stored
        let moment = now()
        let message = try await message(of: crowd, to: place)
        guard var shown = crowd.shown else {
            // All of it is over, and nobody ever heard of it.
            if message.isOver {
                crowd.subjects = []
                return crowd
            }
            let attempt = Attempt(at: crowd.id, firstAt: crowd.beganAt, isRepeated: isRepeated)
            let arrival = try await post.send(message.message, to: place, detour: nil, attempt)
            crowd.shown = .init(conversation: arrival.conversation, message: arrival.message, openedAt: moment)
            crowd.shown?.loudest = message.gravest
            return crowd
        }
        guard case .update(let reply) = AlertPlan.way(for: notices, in: shown, isOver: message.isOver, now: moment)
        else { return crowd }
        try await post.show(message.message, reply?.message(playbook), in: &shown, Attempt(at: notices))
        if let reply {
            shown.spoke(reply, at: moment)
            shown.loudest = [shown.loudest, reply.graver].compactMap(\.self).max()
        }
        shown.close(isOver: message.isOver, moment)
        crowd.shown = shown
        return crowd
    }

    private func message(of crowd: Crowd, to place: String) async throws(StoreError) -> CrowdMessage {
        CrowdMessage(
            crowd, to: place, issues: try await playbook.issues(of: crowd.subjects, in: store), playbook: playbook)
    }

    // MARK: Files

    /// More places than a message names are listed in a file.
    static let listedFrom = 50

    /// Whether they are more than a message names, and twice as many as the file before listed.
    private static func needsFile(_ issues: [Issue], over most: Int, listed: Int?) -> Bool {
        issues.count > most && issues.count >= (listed ?? 0) * 2
    }

    /// Once everything that was due is told: large alerts get their file, again when they have grown to twice as many.
    func shareFiles(of subjects: Set<AlertSubject>) async throws(StoreError) {
        for subject in subjects.sorted(by: { $0.cause < $1.cause }) {
            guard var thread = try await store.thread(of: subject), thread.endedAt == nil else { continue }
            let issues = try await playbook.issues(of: subject, in: store).filter {
                Issue.Status.unsettled.contains($0.status)
            }
            guard Self.needsFile(issues, over: Self.listedFrom, listed: thread.listed) else { continue }
            // Stored before: once too seldom is better than again and again.
            thread.listed = issues.count
            try await store.save([], thread: thread)
            _ = await post.share(issues, of: playbook, under: thread.message, in: thread.conversation)
        }
    }

    /// The same of crowds, whose message speaks of the file once it is there.
    func shareFiles(ofCrowdsOf recipients: Set<String>) async throws(StoreError) {
        for recipient in recipients.sorted() {
            var box = try await mailbox(of: recipient)
            for stored in box.crowds {
                var crowd = stored
                guard let shown = crowd.shown, shown.endedAt == nil else { continue }
                let issues = try await message(of: crowd, to: recipient).issues
                guard Self.needsFile(issues, over: CrowdMessage.most, listed: crowd.listed) else { continue }
                crowd.listed = issues.count
                box[crowd.id] = crowd
                try await store.save([], thread: nil, mailbox: box)
                guard await post.share(issues, of: playbook, under: shown.message, in: shown.conversation),
                    !crowd.hasFile
                else { continue }
                crowd.hasFile = true
                box[crowd.id] = crowd
                try await store.save([], thread: nil, mailbox: box)
                await mention(crowd, to: recipient)
            }
        }
    }

    /// The next news shows it as well, should this fail.
    private func mention(_ crowd: Crowd, to recipient: String) async {
        guard let shown = crowd.shown, let message = try? await message(of: crowd, to: recipient) else { return }
        try? await post.messenger.update(shown.message, with: message.message)
    }
}
