import CloudTrailCore

/// The chat's messages about issues, for their ticket to point at.
struct AlertLinks: Sendable {
    let store: any Outbox
    /// nil where messages cannot be opened from outside.
    let links: (any MessageLinks)?

    /// One message will do: the first recipient's latest about the first of the places that has one. nil where there is none.
    func link(about places: [AccountRegion]) async throws -> TicketLink? {
        guard let links else { return nil }
        for place in places {
            guard let issue = try await store.issue(at: place),
                let (message, _) = try await store.latestMessages(about: issue).first
            else { continue }
            return TicketLink(
                id: "trailwatch:\(message.channel)/\(message.id)", title: "The alert in Slack",
                url: try await links.url(of: message))
        }
        return nil
    }

    /// Those of the issues that nobody was told of yet, although somebody is going to be.
    func unposted(_ issues: [Issue]) async throws(StoreError) -> Set<AccountRegion> {
        guard links != nil else { return [] }
        var places: Set<AccountRegion> = []
        for issue in issues {
            let states = try await store.notices(about: issue.place).filter {
                $0.issue.timestamps.identified == issue.timestamps.identified
            }.map(\.state)
            if states.contains(where: \.isPending), !states.contains(where: \.isDelivered) {
                places.insert(issue.place)
            }
        }
        return places
    }
}

extension Notice.State {
    fileprivate var isPending: Bool { if case .pending = self { true } else { false } }
    fileprivate var isDelivered: Bool { if case .delivered = self { true } else { false } }
}
