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
        _ body: (JiraTestBed) async throws -> Void
    ) async throws {
        let jira = JiraDouble(flavor)
        try await JiraServer.with(jira, path: path) { base in
            let time = TestTime()
            let transport = try CurlTransport(options: .init(userAgent: "tests"))
            let ticketing = ticketing(
                base + slash, credentials: .personalAccessToken(Secret("secret-token")), transport, time, timeout)
            try await body(JiraTestBed(jira: jira, ticketing: ticketing, base: base, time: time))
            transport.shutdown()
        }
    }

    static func ticketing(
        _ server: String, credentials: JiraCredentials, _ transport: any HTTPTransport, _ time: TestTime,
        _ timeout: Duration
    ) -> JiraTicketing {
        var patience = JiraPatience()
        patience.random = { 1 }
        patience.pause = { time.pause($0) }
        return JiraTicketing(
            client: JiraClient(
                address: JiraAddress(server: server), credentials: credentials, transport: transport, timeout: timeout,
                patience: patience),
            now: { time.now })
    }

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
        description: [Message.Block] = [.paragraph("No trail logs.")], labels: [String] = ["cloudtrail", "aws prod"]
    ) -> TicketDraft {
        TicketDraft(
            identity: identity, project: project, issueType: issueType, assignee: assignee, parent: parent,
            summary: summary, description: description, labels: labels)
    }
}
