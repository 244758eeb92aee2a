import CloudTrailCore

extension CommandRunner {
    func scanAll(in conversation: Conversation) async throws {
        guard !playbook.accounts.isEmpty else {
            throw Refusal("No accounts are configured, so there is nothing to scan.")
        }
        let plan = ScanPlan(accounts: playbook.accounts, regions: playbook.regions)
        let outcome = try await scan(plan, title: "all accounts", in: conversation)
        if outcome.isFinished { try await store.record(outcome.summary) }
    }

    func scan(_ name: String, regions: [Region], in conversation: Conversation) async throws {
        let account = try playbook.account(named: name)
        try checkConfigured(regions)
        let plan = ScanPlan(accounts: [account], regions: regions.isEmpty ? playbook.regions : .only(regions))
        _ = try await scan(plan, title: account.title, in: conversation)
    }

    /// Scans and keeps one message up to date with it.
    private func scan(
        _ plan: ScanPlan, title: String, in conversation: Conversation
    ) async throws -> ScanDesk.Outcome {
        let start = ScanMessage(title: title, report: ScanReport(plan: plan), playbook: playbook)
        var live = try await LiveMessage(start.progress, in: conversation, messenger: messenger, now: now, log: log)
        let outcome = await scans.scan(plan) { _, report in
            await live.update { ScanMessage(title: title, report: report, playbook: playbook).progress }
        }
        let end = ScanMessage(title: title, report: outcome.report, playbook: playbook)
        try await live.finish(end.summary(of: outcome, isScheduled: playbook.scanInterval != nil))
        return outcome
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
