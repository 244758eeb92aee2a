import ChatOps
import FoundationEssentials
import Networking
import Synchronization
import Testing

@testable import Slack

@Suite("A refused token that may be replaced", .timeLimit(.minutes(1)))
struct TokenGraceTests {
    private static let refused = ScriptedHTTP.Reply.json(#"{"ok":false,"error":"invalid_auth"}"#)
    private static let identity = ScriptedHTTP.Reply.json(
        #"{"ok":true,"user_id":"UBOT","team_id":"T1","user":"cloudbot","team":"Ops"}"#)

    private let time = ManualTime()

    /// `later` is read from the place where the token is kept.
    private func messenger(_ http: ScriptedHTTP, later: Secret?) -> SlackMessenger {
        let token = Rotating(Secret("xoxb-1"), now: { time.now }) { used in later == used ? nil : later }
        return SlackMessenger(botToken: token, http: http, apiURL: ScriptedHTTP.apiURL, timing: time.timing)
    }

    @Test("It is waited for ten minutes, looked for every fifteen seconds; then the bot gives up")
    func over() async throws {
        let http = ScriptedHTTP(["auth.test": [Self.refused]])
        let messenger = messenger(http, later: nil)
        await #expect(throws: WebAPIError.self) { _ = try await messenger.web.authTest() }
        let error = await #expect(throws: MessengerError.self) { try await messenger.watchAccess() }
        #expect(error?.code == .unauthorized)
        #expect(time.sleeps == Array(repeating: .seconds(15), count: 40))
    }

    @Test("One that comes late is used, and the bot goes on")
    func late() async throws {
        let replies = Array(repeating: Self.refused, count: 4) + [Self.identity]
        let http = ScriptedHTTP(["auth.test": replies])
        let messenger = messenger(http, later: Secret("xoxb-2"))
        await #expect(throws: (any Error).self) { _ = try await messenger.web.authTest() }
        let watch = Task { try await messenger.watchAccess() }
        while http.calls.count < 5 { await http.called("auth.test") }
        watch.cancel()
        try await watch.value
        #expect(http.calls.last?.request.headers["Authorization"] == "Bearer xoxb-2")
    }

    @Test("A token that never worked, or that cannot be another, is not waited for")
    func atOnce() {
        let fixed = Rotating(Secret("xapp-1"))
        let rotated = Rotating(Secret("xapp-1")) { _ in nil }
        var untried = TokenGrace()
        var accepted = TokenGrace(isAccepted: true)
        let isWaitedFor = [
            untried.refuse(rotated, now: time.now), accepted.refuse(fixed, now: time.now),
            accepted.refuse(rotated, now: time.now),
        ]
        #expect(isWaitedFor == [false, false, true])
    }
}
