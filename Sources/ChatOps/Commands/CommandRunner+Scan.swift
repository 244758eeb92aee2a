import CloudTrailCore

extension CommandRunner {
    func scanAll(in conversation: Conversation) async throws {
        let (plan, doubt) = await playbook.everything()
        guard !plan.accounts.isEmpty || doubt != nil else {
            throw Refusal("No accounts are configured, so there is nothing to scan.")
        }
        try await scan(plan, doubt: doubt, title: "all accounts", in: conversation) { outcome in
            if outcome.isFinished { try await store.record(outcome.summary) }
        }
    }

    func scan(_ name: String, regions: [Region], in conversation: Conversation) async throws {
        await playbook.watched.refresh()
        let account = try playbook.account(named: name)
        try checkConfigured(regions)
        let plan = ScanPlan(accounts: [account], regions: regions.isEmpty ? playbook.regions : .only(regions))
        try await scan(plan, title: account.title, in: conversation)
    }

    /// Looks again at the places an alert is about.
    func scan(_ subject: AlertSubject, in conversation: Conversation) async throws {
        let places = try await playbook.issues(of: subject, in: store)
            .filter { Issue.Status.standing.contains($0.status) }.map(\.place)
        guard !places.isEmpty else { throw Refusal("Nothing of this is in trouble any more.", usage: .issues) }
        let regions = Dictionary(grouping: places, by: \.account).mapValues { $0.map(\.region) }
        let plan = ScanPlan(
            accounts: regions.keys.sorted().map { playbook.account($0) }, regions: .each(regions))
        try await scan(plan, title: counted(places.count, "region"), in: conversation)
    }

    /// Scans and keeps one message up to date with it. Filing never waits for the message, and what the scan leaves behind is
    /// there before the message says that it ended.
    private func scan(
        _ plan: ScanPlan, doubt: String? = nil, title: String, in conversation: Conversation,
        finished: (ScanDesk.Outcome) async throws -> Void = { _ in }
    ) async throws {
        let message = ScanMessage(title: title, playbook: playbook)
        let live = try await LiveMessage(
            message.progress(ScanProgress(ScanReport(plan: plan))), in: conversation, messenger: messenger, now: now,
            log: log)
        let (states, feed) = AsyncStream.makeStream(of: ScanProgress.self, bufferingPolicy: .bufferingNewest(1))
        async let following: Void = live.follow(states, message.progress)
        let outcome = await scans.scan(plan, doubt: doubt) { _, report in feed.yield(ScanProgress(report)) }
        feed.finish()
        await following
        let end = await Result { try await finished(outcome) }
        try await live.finish(message.summary(of: outcome))
        try end.get()
    }

    /// With a configured list of regions, others are a mistake; without one AWS decides what exists.
    private func checkConfigured(_ regions: [Region]) throws(Refusal) {
        guard case .only(let configured) = playbook.regions else { return }
        if let stranger = regions.first(where: { !configured.contains($0) }) {
            let near = Suggestion.nearest(to: stranger.rawValue, in: configured.map(\.rawValue))
            throw Refusal(
                "\(code: stranger) is not among the regions that are watched.",
                wouldWork: near.map { [$0] } ?? configured.prefix(5).map(\.rawValue))
        }
    }
}
