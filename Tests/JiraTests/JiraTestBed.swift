import ChatOps
import CloudTrailCore
import CurlTransport
import Foundation
import Networking
import Synchronization

@testable import Jira

/// A double, and the ticketing under test in front of it, over real HTTP.
struct JiraTestBed {
    let jira: JiraDouble
    let ticketing: JiraTicketing
    let base: String
    let time: TestTime

    static func with(
        _ flavor: JiraDouble.Flavor = .cloud, path: String = "", slash: String = "", timeout: Duration = .seconds(20),
        options: JiraTicketOptions = JiraTicketOptions(), _ body: (JiraTestBed) async throws -> Void
    ) async throws {
        let jira = JiraDouble(flavor)
        try await JiraServer.with(jira, path: path) { base in
            let time = TestTime()
            let transport = try CurlTransport(options: .init(userAgent: "tests"))
            let ticketing = ticketing(base + slash, transport, time, timeout: timeout, options: options)
            try await body(JiraTestBed(jira: jira, ticketing: ticketing, base: base, time: time))
            transport.shutdown()
        }
    }

    /// Another process, which remembers nothing.
    func other(_ options: JiraTicketOptions = JiraTicketOptions()) -> JiraTicketing {
        Self.ticketing(base, ForwardingTransport(jira: jira), time, options: options)
    }

    static func ticketing(
        _ server: String, credentials: JiraCredentials = .personalAccessToken(Secret("secret-token")),
        _ transport: any HTTPTransport, _ time: TestTime, timeout: Duration = .seconds(20),
        options: JiraTicketOptions = JiraTicketOptions(), gateway: String = "http://nowhere.invalid"
    ) -> JiraTicketing {
        var patience = JiraPatience()
        patience.random = { 1 }
        patience.pause = { time.pause($0) }
        let client = JiraClient(
            address: JiraAddress(server: server), credentials: Rotating(credentials), transport: transport,
            timeout: timeout,
            patience: patience)
        return JiraTicketing(
            JiraConnection(client: client, gateway: gateway), options: options, now: { time.now })
    }

    func ensure(_ draft: TicketDraft) async throws -> CreatedTicket { try await ticketing.ensureTicket(draft) }

    func make(_ update: TicketUpdate, on key: String = "SEC-1") async throws -> TicketUpdateOutcome {
        try await ticketing.make(update, on: key)
    }

    func status(of key: String = "SEC-1") async throws -> TicketStatus? { try await ticketing.status(of: key) }

    /// The error of an `ensureTicket` that must fail.
    func failure(_ draft: TicketDraft = .sample()) async -> TicketingError? {
        await Self.failure(of: ticketing, draft)
    }

    static func failure(of ticketing: JiraTicketing, _ draft: TicketDraft = .sample()) async -> TicketingError? {
        do {
            _ = try await ticketing.ensureTicket(draft)
            return nil
        } catch {
            return error
        }
    }
}

/// A clock that moves only when told; pauses are written down, not waited for.
final class TestTime: Sendable {
    private let state = Mutex((now: ContinuousClock.now, pauses: [Duration]()))

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by duration: Duration) { state.withLock { $0.now += duration } }

    func pause(_ duration: Duration) {
        state.withLock {
            $0.pauses.append(duration)
            $0.now += duration
        }
    }
}

extension TicketDraft {
    static func sample(
        identity: String = "trailwatch-1a2b3c", project: String = "SEC", issueType: String = "Bug",
        assignee: String? = nil, parent: String? = nil, summary: String = "CloudTrail is disabled in 123456789012",
        description: [Message.Block] = [.paragraph("No trail logs.")], labels: [String] = ["cloudtrail", "aws prod"],
        gravest: Finding.Kind? = nil, updateIDs: [String] = [], lastAttempt: Duration? = nil
    ) -> TicketDraft {
        TicketDraft(
            identity: identity, project: project, issueType: issueType, assignee: assignee, parent: parent,
            summary: summary, description: description, labels: labels, gravest: gravest, updateIDs: updateIDs,
            lastAttempt: lastAttempt)
    }

    /// The label of the usual sample: `printf trailwatch-1a2b3c | sha256sum`.
    static let label = "trailwatch-61047f63df7ef95a"
}
