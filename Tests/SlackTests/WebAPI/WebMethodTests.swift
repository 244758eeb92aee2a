import Foundation
import Networking
import Testing

@testable import Slack

@Suite("The methods of the Web API")
struct WebMethodTests {
    private static func json(_ path: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: URL(filePath: path)))
    }

    @Test("Each has the tier that Slack's own metadata gives it", .enabled(if: Contracts.folder != nil))
    func tiers() throws {
        let file = Contracts.folder!.appending(path: "slack_web_api_rate_limit_tiers.json").path
        let published = try Self.json(file)
        for method in WebMethod.all where method != .appsConnectionsOpen {
            let expected =
                switch method.tier {
                case .two: "Tier2"
                case .three: "Tier3"
                case .four: "Tier4"
                case .special: "SpecialTier_" + method.name.replacing(".", with: "_")
                }
            #expect(published[method.name]?.string == expected, "\(method.name)")
        }
    }

    @Test("The app's manifest asks for the scopes that methods and events need, and for no others")
    func scopes() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let manifest = try Self.json(root.appending(path: "manifests/slack-app.json").path)
        let asked = Set((manifest["oauth_config"]?["scopes"]?["bot"]?.array ?? []).compactMap(\.string))
        let events = (manifest["settings"]?["event_subscriptions"]?["bot_events"]?.array ?? []).compactMap(\.string)
        // https://docs.slack.dev/reference/events; the slash command needs `commands`.
        let needed = WebMethod.all.reduce(into: Set(["commands"])) { $0.formUnion($1.scopes) }
            .union(
                events.compactMap { event in
                    switch event {
                    case "app_mention": "app_mentions:read"
                    case "message.im": "im:history"
                    case "user_change", "team_join": "users:read"
                    case "channel_rename", "channel_archive": "channels:read"
                    case "group_rename", "group_archive": "groups:read"
                    case "subteam_updated": "usergroups:read"
                    default: nil
                    }
                })
        #expect(asked == needed)
    }
}
