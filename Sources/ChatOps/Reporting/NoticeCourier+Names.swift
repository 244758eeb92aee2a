import CloudTrailCore

// Owners that are the same by another name.

extension NoticeCourier {
    /// Settles what its recipient is told by another name, and answers the rest. What has a message already goes on in it.
    func withoutNamesakes(_ due: [Notice]) async throws(StoreError) -> [Notice] {
        let addressees = Addressees(messenger: post.messenger)
        var known: [[String]: [String: String]] = [:]
        var namesakes: [Notice] = []
        for notice in due {
            let owners = playbook.recipients(of: notice.issue)
            guard owners.count > 1, owners.first != notice.recipient, owners.contains(notice.recipient) else {
                continue
            }
            if known[owners] == nil { known[owners] = await addressees.firstNames(of: owners) }
            guard let first = known[owners]?[notice.recipient], first != notice.recipient,
                try await store.thread(of: notice.subject) == nil
            else { continue }
            namesakes.append(notice)
        }
        guard !namesakes.isEmpty else { return due }
        try await settle(namesakes, as: .unneeded(at: now()))
        let settled = Set(namesakes.map(\.id))
        return due.filter { !settled.contains($0.id) }
    }
}
