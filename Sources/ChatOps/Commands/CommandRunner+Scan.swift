import CloudTrailCore
import FoundationEssentials

extension CommandRunner {
    func scanAll(in conversation: Conversation) async throws -> Message {
        let (plan, doubt) = await playbook.everything()
        guard !plan.accounts.isEmpty || doubt != nil else {
            throw Refusal("No accounts are configured, so there is nothing to scan.")
        }
        return try await scan(plan, doubt: doubt, title: "all accounts", in: conversation) { outcome in
            guard outcome.isFinished else { return }
            try await store.record(outcome.summary)
            try await LockedAccounts(history: store, messenger: messenger, playbook: playbook, now: now, log: log)
                .tellOwners(of: outcome)
        }
    }

    /// No accounts: all that are watched.
    func scan(_ names: [String], regions: [Region], in conversation: Conversation) async throws -> Message {
        try playbook.checkConfigured(regions)
        let (everything, doubt) = await playbook.everything()
        var accounts = everything.accounts
        if !names.isEmpty {
            accounts = []
            for name in names { accounts.append(try playbook.account(named: name)) }
        }
        guard !accounts.isEmpty || doubt != nil else {
            throw Refusal("No accounts are configured, so there is nothing to scan.")
        }
        let plan = ScanPlan(accounts: accounts.once, regions: regions.isEmpty ? playbook.regions : .only(regions))
        let title =
            names.isEmpty
            ? "all accounts" : accounts.count == 1 ? accounts[0].title : counted(accounts.once.count, "account")
        return try await scan(plan, doubt: names.isEmpty ? doubt : nil, title: title, in: conversation)
    }

    /// Looks again at the places an alert is about.
    func scan(_ subject: AlertSubject, in conversation: Conversation) async throws -> Message {
        let places = try await playbook.issues(of: subject, in: store)
            .filter { Issue.Status.standing.contains($0.status) }.map(\.place)
        guard !places.isEmpty else { throw Refusal("Nothing of this is in trouble any more.", usage: .issues) }
        let regions = Dictionary(grouping: places, by: \.account).mapValues { $0.map(\.region) }
        let plan = ScanPlan(
            accounts: regions.keys.sorted().map { playbook.account($0) }, regions: .each(regions))
        return try await scan(plan, title: counted(places.count, "region"), in: conversation)
    }

    /// Scans and keeps one message up to date with it. Filing never waits for the message, and what the scan leaves behind is
    /// there before the message says that it ended.
    private func scan(
        _ plan: ScanPlan, doubt: String? = nil, title: String, in conversation: Conversation,
        finished: (ScanDesk.Outcome) async throws -> Void = { _ in }
    ) async throws -> Message {
        let message = ScanMessage(title: title, playbook: playbook)
        let live = try await LiveMessage(
            message.progress(ScanProgress(ScanReport(plan: plan))), in: conversation,
            mark: (RequestID.current ?? UUID().uuidString).postMark, messenger: messenger, now: now, log: log)
        let (states, feed) = AsyncStream.makeStream(of: ScanProgress.self, bufferingPolicy: .bufferingNewest(1))
        async let following: Void = live.follow(states, message.progress)
        let outcome = await scans.scan(plan, doubt: doubt) { _, report in feed.yield(ScanProgress(report)) }
        feed.finish()
        await following
        let end = await Result { try await finished(outcome) }
        let summary = message.summary(of: outcome)
        do throws(MessengerError) { try await live.finish(summary) } catch {
            throw Unanswered(answer: summary, mark: live.lastMark, cause: error)
        }
        try end.get()
        return summary
    }
}
