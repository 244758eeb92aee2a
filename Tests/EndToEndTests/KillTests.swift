import Foundation
import Networking
import TestSupport
import Testing

@testable import Sandbox

/// The bot killed as a power cut would, at random points of finding and telling, and started again.
@Suite("Killed at any point", .serialized)
struct KillTests {
    /// 10, and as many as TRAILWATCH_KILL_ROUNDS says in `make soak`.
    private static let rounds = ProcessInfo.processInfo.environment["TRAILWATCH_KILL_ROUNDS"].flatMap { Int($0) } ?? 10

    /// An alert as its recipient knows it: where it stands, and which cause in which places.
    private struct Alert: Hashable, Comparable, CustomStringConvertible {
        let channel: String
        let headline: String
        var description: String { "\(headline) in \(channel)" }
        static func < (left: Alert, right: Alert) -> Bool { left.description < right.description }
    }

    @Test("Everybody has every alert, and nobody has one twice")
    func rounds() async throws {
        let expected = try await Self.round(kills: 0, seed: 0)
        #expect(expected.count == 5)
        #expect(Set(expected).count == expected.count)
        try await withThrowingTaskGroup(of: (UInt64, [Alert]).self) { group in
            var seeds = (1...UInt64(Self.rounds)).makeIterator()
            for _ in 0..<4 {
                if let seed = seeds.next() { group.addTask { (seed, try await Self.round(kills: 2, seed: seed)) } }
            }
            while let (seed, alerts) = try await group.next() {
                #expect(alerts.sorted() == expected.sorted(), "seed \(seed)")
                if let seed = seeds.next() { group.addTask { (seed, try await Self.round(kills: 2, seed: seed)) } }
            }
        }
    }

    /// More at once than one channel gets messages for: what is told by itself and what as one differs with the moment of the kill,
    /// but each account is told, and only once.
    @Test("In a flood, too, everything is told, nothing twice, and only one message tells the rest")
    func floods() async throws {
        try await withThrowingTaskGroup(of: (UInt64, [String]).self) { group in
            var seeds = (1...UInt64(Self.rounds)).makeIterator()
            for _ in 0..<4 {
                if let seed = seeds.next() { group.addTask { (seed, try await Self.flood(seed: seed)) } }
            }
            while let (seed, alerts) = try await group.next() {
                let own = alerts.filter { $0.hasPrefix("CloudTrail disabled: ") }
                #expect(own.count == SmallCompany.floodLimit, "seed \(seed): \(alerts)")
                #expect(Set(own).count == own.count, "seed \(seed): \(alerts)")
                let rest = SmallCompany.floodedAccounts - SmallCompany.floodLimit
                let crowds = alerts.filter { $0.hasPrefix("CloudTrail: ") }
                #expect(
                    crowds == ["CloudTrail: \(rest) more causes, in \(2 * rest) regions of \(rest) accounts"],
                    "seed \(seed): \(alerts)")
                if let seed = seeds.next() { group.addTask { (seed, try await Self.flood(seed: seed)) } }
            }
        }
    }

    private static func flood(seed: UInt64) async throws -> [String] {
        try await alerts(of: SmallCompany.flooded, kills: 2, within: 70, seed: seed).map(\.headline)
    }

    /// One life of the bot, killed so often on the way; the alerts that stand in the workspace at its end.
    private static func round(kills: Int, seed: UInt64) async throws -> [Alert] {
        try await alerts(of: SmallCompany.scanning, kills: kills, within: 45, seed: seed)
    }

    private static func alerts(
        of company: JSONValue, kills: Int, within steps: Int, seed: UInt64
    ) async throws -> [Alert] {
        var random = SplitMix(seed: seed)
        return try await Sandbox.run(SmallCompany.scenario(changing: company), timings: Stage.timings) { sandbox in
            var directory: String?
            for _ in 0..<kills {
                let mark = sandbox.workspace.journal.mark
                let bot = try BotProcess(executable: Program.path("trailwatch"), sandbox: sandbox, in: directory)
                directory = bot.directory
                // After so many calls and envelopes, or so late that all is told.
                let step = Int.random(in: 0..<steps, using: &random)
                _ = try await sandbox.workspace.journal.entry(at: mark + step, within: .seconds(4))
                await bot.crash()
            }
            var alerts: [Alert] = []
            try await Stage.run(in: sandbox, directory: directory) { stage in
                _ = try await stage.ask("scan all", answer: "Scan of all accounts finished.")
                try await settled(stage)
                alerts = standing(in: stage)
            }
            return alerts
        }
    }

    /// Waits until the bot says that it has nothing left to deliver. It answers once a second, as Slack has it.
    private static func settled(_ stage: Stage) async throws {
        for _ in 0..<60 {
            let status = try await stage.ask("status", answer: "Notices not delivered")
            if status.text.contains("Notices not delivered: 0 waiting") { return }
        }
        throw Stage.Silence(description: "notices still wait")
    }

    /// Each message as it reads in the end: what was found later may have joined it.
    private static func standing(in stage: Stage) -> [Alert] {
        var texts: [String: (channel: String, text: String)] = [:]
        var order: [String] = []
        for occurrence in stage.workspace.journal.entries {
            switch occurrence {
            case .posted(let message):
                guard message.author == stage.workspace.identity.bot.id, message.thread == nil else { continue }
                order.append("\(message.channel) \(message.ts)")
                texts["\(message.channel) \(message.ts)"] = (message.channel, message.text)
            case .edited(let message): texts["\(message.channel) \(message.ts)"]?.text = message.text
            default: continue
            }
        }
        return order.compactMap { texts[$0] }.filter { $0.text.hasPrefix("CloudTrail") }
            .map { Alert(channel: $0.channel, headline: String($0.text.prefix { $0 != "." && $0 != "\n" })) }
    }
}
