import CloudTrailCore
import FoundationEssentials
import Testing

/// What happened to an issue at one moment of its life.
struct Moment {
    var before: Issue?
    var input: Lifecycle.Input
    var now: Date
    /// nil when there was nothing to write.
    var step: Lifecycle.Step?

    var after: Issue? { step?.issue ?? before }

    var verdict: Verdict? { if case .looked(let verdict, _) = input { verdict } else { nil } }

    var entry: Whitelist.Entry? {
        switch input {
        case .looked(_, let entry), .reviewed(let entry): entry
        default: nil
        }
    }
}

extension Chance {
    static let entries = [nil, nil, nil, Life.entry, Life.endingEntry]

    /// An issue's life: so many things that happen, some hours or days apart.
    mutating func life(of length: Int) -> [Moment] {
        var moments: [Moment] = []
        var now = CloudTrailCoreTests.day(0)
        for _ in 0..<length {
            now += Double(Int.random(in: 1...40, using: &generator)) * 3_600
            let input = input(at: now)
            let before = moments.last?.after
            moments.append(
                Moment(before: before, input: input, now: now, step: Life.lifecycle.step(before, input, now: now)))
        }
        return moments
    }

    private mutating func input(at now: Date) -> Lifecycle.Input {
        let entry = one(of: Self.entries).flatMap { $0.isInForce(at: now) ? $0 : nil }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .reviewed(accepted: entry)
        case 1: return .acknowledged(by: "ann")
        case 2: return .snoozed(until: now + 86_400, by: "bob")
        case 3: return .released(by: "ann")
        case 4: return .told
        case 5, 6: return .looked(Life.healthy, accepted: entry)
        default: return .looked(verdict(), accepted: entry)
        }
    }
}

@Suite("An issue's lifecycle, by chance")
struct LifecyclePropertyTests {
    private func lives(_ seed: UInt64) -> [Moment] {
        var chance = Chance(seed)
        return chance.life(of: 40)
    }

    @Test("A trouble that stands and is not accepted stays until a clean look or a whitelist entry")
    func neverLost() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let before = moment.before, Issue.Status.unsettled.contains(before.status),
                    moment.verdict?.condition != .healthy, moment.entry == nil
                else { continue }
                let after = moment.after
                #expect(after.map { Issue.Status.unsettled.contains($0.status) } == true, "seed \(seed)")
                if !before.findings.standing.isEmpty {
                    #expect(after?.findings.standing.isEmpty == false, "seed \(seed)")
                }
            }
        }
    }

    @Test("Only a look that found nothing wrong ends a trouble, and only telling closes what was told")
    func ends() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let before = moment.before, let after = moment.after, before.status != after.status else {
                    continue
                }
                if after.status == .resolved { #expect(moment.verdict?.condition == .healthy, "seed \(seed)") }
                if after.status == .closed {
                    let isTold = before.status == .resolved && moment.input == .told
                    let isQuiet = moment.verdict?.condition == .healthy && before.findings.standing.isEmpty
                    let isUnheard = before.status == .whitelisted && before.timestamps.reported == nil
                    #expect(isTold || isQuiet || isUnheard, "seed \(seed)")
                }
                if after.status == .whitelisted { #expect(moment.entry != nil, "seed \(seed)") }
            }
        }
    }

    @Test("Everything that is certainly wrong is in the issue, and explained by its causes")
    func findings() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let after = moment.after else {
                    #expect(moment.verdict?.findings.isEmpty != false, "seed \(seed)")
                    continue
                }
                #expect(after.unexplained.isEmpty, "seed \(seed)")
                if let verdict = moment.verdict, !verdict.findings.isEmpty {
                    #expect(Issue.Status.standing.contains(after.status), "seed \(seed)")
                    #expect(verdict.findings.signature.isSubset(of: after.findings.signature), "seed \(seed)")
                }
            }
        }
    }

    @Test("An unknown verdict changes nothing")
    func unknown() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                #expect(
                    Life.lifecycle.step(moment.after, .looked(Life.unknown, accepted: moment.entry), now: moment.now)
                        == nil, "seed \(seed)")
                if moment.verdict?.condition == .unknown { #expect(moment.step == nil, "seed \(seed)") }
            }
        }
    }

    @Test("A history only grows, each change of state is in it, and its times are those of the steps")
    func history() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let step = moment.step else { continue }
                let before = moment.before?.history.entries ?? []
                let entries = step.issue.history.entries
                #expect(entries.starts(with: before), "seed \(seed)")
                #expect(entries.dropFirst(before.count).allSatisfy { $0.at == moment.now }, "seed \(seed)")
                if step.event != nil || step.issue.state != moment.before?.state {
                    #expect(entries.count > before.count, "seed \(seed)")
                }
                if step.issue.status != .resolved, step.issue.status != .closed {
                    #expect(
                        step.issue.timestamps.resolved == nil && step.issue.timestamps.closed == nil, "seed \(seed)")
                }
            }
        }
    }

    @Test("What is whitelisted is no worse than what was accepted")
    func accepted() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let after = moment.after, after.state == .whitelisted else { continue }
                let standing = after.findings.standing
                #expect(
                    standing.isEmpty || after.acceptance?.severity.map { standing.severity <= $0 } == true,
                    "seed \(seed)")
            }
        }
    }

    @Test("A whitelist entry that is added and removed leaves the trouble as it was, and open")
    func addAndRemove() throws {
        for seed in Chance.seeds {
            let entry = Whitelist.Entry(account: account, scope: .all, origin: .chat(by: "eve", at: day(0)))
            for issue in lives(seed).compactMap(\.after) where Issue.Status.unsettled.contains(issue.status) {
                let on = try #require(Life.step(issue, .reviewed(accepted: entry), now: day(99)))
                #expect(on.issue.state == .whitelisted && on.event == .whitelisted, "seed \(seed)")
                var off = try #require(Life.step(on.issue, .reviewed(accepted: nil), now: day(99)))
                #expect(off.issue.state == .open && off.event == .reopened, "seed \(seed)")
                #expect(off.issue.timestamps.identified == issue.timestamps.identified, "seed \(seed)")
                off.issue.state = issue.state
                off.issue.history = issue.history
                off.issue.acceptance = issue.acceptance
                #expect(off.issue == issue, "seed \(seed)")
            }
        }
    }

    @Test("A delivery that failed is mended by one clean look only where the same target was delivered to since")
    func deliveries() {
        for seed in Chance.seeds {
            for moment in lives(seed) {
                guard let before = moment.before, Issue.Status.unsettled.contains(before.status),
                    case .looked(let verdict, _) = moment.input, verdict.condition == .healthy, before.cleanLooks == 0,
                    before.findings.contains(where: { $0.kind == .deliveryErrors })
                else { continue }
                // The healthy looks of these lives say nothing of deliveries, unless chance made one.
                if verdict == Life.healthy { #expect(moment.after?.status == before.status, "seed \(seed)") }
            }
        }
    }
}
