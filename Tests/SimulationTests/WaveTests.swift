import CloudTrailCore
import Foundation
import Logging
import Networking
import SQLiteStore
import Testing

@testable import ChatOps
@testable import Sandbox
@testable import Slack

/// Thousands of accounts without a trail, each a cause of its own, of fifty teams; the workspace's limits are on. Everything is
/// real but AWS and time.
@Suite("A wave of thousands of issues under Slack's limits", .serialized)
struct WaveTests {
    private static let teams = 50
    /// Two thousand, and ten thousand in `make soak`.
    private static let count = ProcessInfo.processInfo.environment["TRAILWATCH_WAVE"].flatMap { Int($0) } ?? 2000
    private static let accounts = (0..<count).map {
        Account(id: AccountID(String(100_000_000_000 + $0))!, name: "account-\($0)")
    }
    private static let region = Region("eu-west-1")!

    /// The workspace, the bot's rooms before it, and a clock for both.
    private struct Stage {
        let clock = FastClock(start: Date(timeIntervalSince1970: 1_764_590_400))
        let workspace: Workspace
        let store: SQLiteStore
        let book: IssueBook
        let courier: NoticeCourier
        private let directory: URL

        init() async throws {
            let clock = clock
            let identity = Identity(teamName: "Wave")
            workspace = Workspace(
                identity: identity, members: [],
                channels: (0..<WaveTests.teams).map {
                    Channel(id: "C0TEAM\($0)", name: "team-\($0)", members: [identity.bot.id])
                }, now: { clock.now().timeIntervalSince1970 })
            await workspace.listen(on: 1)
            let log = Logger(label: "wave") { _ in SwiftLogNoOpLogHandler() }
            directory = FileManager.default.temporaryDirectory.appending(path: "wave-\(UUID().uuidString)")
            store = try SQLiteStore(path: directory.path + "/wave.sqlite")
            let messenger = SlackMessenger(
                botToken: Rotating(Secret(identity.botToken)), http: InProcess(workspace: workspace, clock: clock),
                apiURL: await workspace.apiURL, timing: clock.timing, log: log)
            let playbook = Playbook(
                accounts: WaveTests.accounts, regions: .only([WaveTests.region]),
                owners: TicketOwners(
                    accounts: Dictionary(
                        uniqueKeysWithValues: WaveTests.accounts.enumerated().map {
                            ($1.id, .init(slackOwners: ["#team-\($0 % WaveTests.teams)"]))
                        })),
                tellsOwners: true, operatorsChannel: "#team-0")
            let watched = WatchedStore(store: store, watch: clock)
            book = IssueBook(store: watched, playbook: playbook, doorbell: Doorbell(), now: clock.now, log: log)
            courier = NoticeCourier(
                store: watched, messenger: messenger, book: book, playbook: playbook, now: clock.now, log: log)
        }

        func end() { try? FileManager.default.removeItem(at: directory) }

        func find(_ findings: [Finding]) async throws {
            for account in WaveTests.accounts {
                try await book.file(
                    Verdict(place: AccountRegion(account.id, WaveTests.region), findings: findings))
            }
        }

        /// Until nothing waits any more.
        func deliver() async throws {
            try await clock.run {
                for _ in 0..<100 {
                    let pause = await courier.deliverDue()
                    if try await store.noticeCounts().pending == 0 { return }
                    clock.advance(by: pause)
                }
            }
        }

        /// What a channel shows in the end: its own messages, oldest first.
        func messages(in channel: String) async -> [PostedMessage] {
            await workspace.messages.filter { $0.channel == channel && $0.thread == nil }
        }

        /// When calls of a method were made, and when one was refused for how long.
        func calls(of method: String) -> (made: [Double], refused: [(at: Double, seconds: Double)]) {
            var (made, refused): ([Double], [(at: Double, seconds: Double)]) = ([], [])
            for (time, entry) in workspace.journal.dated(since: 0) {
                switch entry {
                case .called(method: method, _): made.append(time)
                case .refused(method: method, let reasons):
                    let seconds = reasons.first.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
                    if let seconds { refused.append((time, seconds)) }
                default: continue
                }
            }
            return (made, refused)
        }
    }

    private static let broken = [Finding.disabled(.noTrails(lastRecorded: nil))]

    private static let perTeam = count / teams

    /// Each team has twenty alerts and one message about the others, whose file lists them; each account once.
    private func expectEverythingOnce(_ stage: Stage) async throws {
        var files: [String: Data] = [:]
        for case .shared(let file, let channel) in stage.workspace.journal.entries {
            #expect(files[channel] == nil, "a second file in \(channel)")
            files[channel] = file.content
        }
        let rest = Self.perTeam - 20
        for team in 0..<Self.teams {
            let channel = "C0TEAM\(team)"
            let texts = await stage.messages(in: channel).map(\.text)
            #expect(texts.count == 21)
            let crowd = "CloudTrail: \(rest) more causes, in \(rest) regions of \(rest) accounts"
            #expect(texts.last?.hasPrefix(crowd) == true)
            let headlines = texts.dropLast().map { $0.prefix { $0 != "," } }
            let owned = Self.accounts.enumerated().filter { $0.offset % Self.teams == team }.map(\.element)
            var told = owned.filter { headlines.contains("CloudTrail disabled: \($0.title)") }.map(\.id.rawValue)
            #expect(told.count == 20)
            let lines = String(decoding: files[channel] ?? Data(), as: UTF8.self).split(whereSeparator: \.isNewline)
            told += lines.dropFirst().compactMap { line in line.split(separator: ",").first.map(String.init) }
            #expect(told.sorted() == owned.map(\.id.rawValue).sorted())
        }
        #expect(try await stage.store.noticeCounts() == NoticeCounts())
    }

    @Test("Every team gets everything once, and its end; every limit is kept, and one that is not published is learned")
    func wave() async throws {
        let stage = try await Stage()
        defer { stage.end() }
        await stage.workspace.limitPosts(perMinute: 300)
        try await stage.find(Self.broken)
        try await stage.deliver()
        try await expectEverythingOnce(stage)
        let told = stage.clock.passed
        try await stage.find([])
        try await stage.deliver()
        for team in 0..<Self.teams {
            let texts = await stage.messages(in: "C0TEAM\(team)").map(\.text)
            #expect(texts.count == 21, "no message for what works again")
            #expect(texts.allSatisfy { $0.hasPrefix("CloudTrail works again: ") })
        }
        let methods = stage.workspace.journal.entries.compactMap { entry in
            if case .refused(let method, _) = entry { method } else { nil }
        }
        #expect(Set(methods) == ["chat.postMessage"], "tiers are known, and kept to")
        let (made, refused) = stage.calls(of: "chat.postMessage")
        #expect(refused.count < made.count / 20)
        // What is on its way at that moment cannot know.
        let early = made.count { time in refused.contains { time > $0.at + 0.001 && time < $0.at + $0.seconds - 0.001 }
        }
        #expect(early <= 5)
        print(
            "A wave of \(Self.count): told within \(told), its end within \(stage.clock.passed - told) of the workspace's time; \(refused.count) of \(made.count) posts refused, \(early) made before Retry-After was over."
        )
    }
}

/// Calls the workspace without a network.
private struct InProcess: HTTPTransport {
    let workspace: Workspace
    let clock: FastClock

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let url = URLComponents(string: request.url)
        let query = Dictionary(
            (url?.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
        let served = ServedRequest(
            method: request.method.rawValue, path: url?.path ?? "", query: query, headers: request.headers,
            body: request.body)
        let answer = await clock.busy { await workspace.serve(served) }
        guard case .body(let body) = answer.content else { throw TransportError(.connectionFailed, "no answer") }
        var headers = HTTPHeaders()
        for (name, value) in answer.headers { headers.append(name, value) }
        return HTTPResponse(status: answer.status, headers: headers, body: body)
    }
}

extension Workspace {
    fileprivate func limitPosts(perMinute count: Int) { limits.postsPerMinute = count }
}

extension FastClock: StoreWatch {
    func reading<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        try await busy(work)
    }

    func writing<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value {
        try await busy(work)
    }
}
