import CloudTrailCore
import FoundationEssentials

// What is too much to be read as messages.

extension NoticeCourier {
    /// More places than a message names are listed in a file.
    static let listedFrom = 50

    /// Tells what the gate did not let through as one message, and marks it as told.
    func deliver(_ rest: [(notices: [Notice], issues: [Issue])], to recipient: String) async throws(StoreError) {
        let moment = now()
        let notices = rest.flatMap(\.notices)
        var crowd = floods.crowd(of: recipient, at: moment)
        for (notices, issues) in rest { crowd.add(notices[0].subject, issues, playbook) }
        // All of it is over already.
        guard !crowd.causes.isEmpty else { return try await settle(notices, as: .unneeded(at: moment)) }
        // Unstructured, since a post that was begun must be remembered even at shutdown; awaited, so it has an owner.
        let told = await Task { [crowd] in
            await Result { try await delivery.deliver(crowd, of: notices, to: recipient) }
        }
        .value
        switch told {
        case .success(let told):
            floods.keep(told, of: recipient)
            guard let message = told.shownBy?.message else { return }
            try await settle(notices, as: .delivered(message, at: moment))
        case .failure(let error): try await postpone(notices, because: error)
        }
    }

    /// Once everything that was due is told: large alerts get their file, again when they have grown to twice as many.
    func shareFiles(of subjects: Set<AlertSubject>, crowded recipients: Set<String>) async throws(StoreError) {
        for subject in subjects.sorted(by: { $0.cause < $1.cause }) {
            guard var thread = try await store.thread(of: subject), thread.endedAt == nil else { continue }
            let issues = try await playbook.issues(of: subject, in: store).filter {
                Issue.Status.unsettled.contains($0.status)
            }
            guard issues.count > Self.listedFrom, issues.count >= (thread.listed ?? 0) * 2 else { continue }
            // Stored before: once too seldom is better than again and again.
            thread.listed = issues.count
            try await store.save([], thread: thread)
            await delivery.share(issues, under: thread.message, in: thread.conversation)
        }
        for recipient in recipients {
            guard let shown = floods.crowd(of: recipient, at: now()).shownBy else { continue }
            let issues = try await store.issues(matching: IssueFilter(statuses: Issue.Status.unsettled)).filter {
                playbook.recipients(of: $0).contains { $0.lowercased() == recipient.lowercased() }
            }
            await delivery.share(issues, under: shown.message, in: shown.conversation)
        }
    }
}
