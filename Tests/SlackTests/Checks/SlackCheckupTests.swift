import ChatOps
import Networking
import Testing

@testable import Slack

@Suite("A check-up of Slack")
struct SlackCheckupTests {
    private func told(scopes: Set<String>?, channel: String = #"{"id":"C1","is_member":true}"#) async -> [String] {
        var headers: HTTPHeaders = [:]
        if let scopes { headers["x-oauth-scopes"] = scopes.sorted().joined(separator: ",") }
        let http = ScriptedHTTP([
            "apps.connections.open": [.json(#"{"ok":true,"url":"wss://x"}"#)],
            "auth.test": [.json(#"{"ok":true,"user_id":"U0","team_id":"T1"}"#, headers: headers)],
            "conversations.info": [.json(#"{"ok":true,"channel":\#(channel)}"#)],
        ])
        let checkup = SlackCheckup(
            appToken: Secret("xapp-1"), botToken: Secret("xoxb-1"), http: http, apiURL: ScriptedHTTP.apiURL)
        return await checkup.checks(recipients: ["C1"]).dropFirst(2).map { "\($0.name) \($0.outcome): \($0.found)" }
    }

    @Test("Scopes that the token lacks are named; so is it when Slack does not say")
    func scopes() async {
        let all = WebMethod.neededScopes
        #expect(await told(scopes: all).first == "scopes good: the token has all \(all.count)")
        #expect(
            await told(scopes: all.subtracting(["chat:write", "users:read"])).first
                == "scopes bad: missing: chat:write, users:read")
        #expect(await told(scopes: nil).first == "scopes skipped: Slack did not say which the token has")
    }

    @Test("A channel is one the bot is in, one it may join, or one that somebody has to invite it to")
    func channels() async {
        for (channel, expected) in [
            (#"{"id":"C1","is_member":true}"#, "C1 good: the bot is in the channel"),
            (
                #"{"id":"C1","is_member":false}"#,
                "C1 good: a public channel, which the bot joins with its first message"
            ),
            (#"{"id":"C1","is_private":true}"#, "C1 bad: The bot is not in this private channel."),
            (#"{"id":"C1","is_archived":true,"is_member":true}"#, "C1 bad: The channel is archived."),
        ] {
            #expect(await told(scopes: nil, channel: channel).last == expected)
        }
    }
}
