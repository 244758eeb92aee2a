import Testing

import class FoundationEssentials.JSONDecoder

@Suite("manifests/slack-app.json")
struct SlackManifestTests {
    private static let file = "manifests/slack-app.json"
    private static let schemaFile = "../shared/contracts/slack/slack-app-manifest.schema.2.0.0.json"

    /// The parts of the manifest that the bot depends on.
    private struct Manifest: Decodable {
        var features: Features
        var oauth_config: OAuth
        var settings: Settings

        struct Features: Decodable {
            var app_home: [String: Bool]
            var slash_commands: [Command]
            var shortcuts: [[String: String]]
        }
        struct Command: Decodable {
            var command: String
            var url: String?
        }
        struct OAuth: Decodable {
            var scopes: [String: [String]]
        }
        struct Settings: Decodable {
            var event_subscriptions: [String: [String]]
            var interactivity: [String: Bool]
            var socket_mode_enabled: Bool
        }
    }

    @Test("It asks for what the bot uses and no more")
    func contents() throws {
        let manifest = try JSONDecoder().decode(Manifest.self, from: Project.data(Self.file))
        #expect(
            manifest.features.app_home == [
                "home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false,
            ])
        #expect(manifest.features.slash_commands.map(\.command) == ["/trailwatch"])
        #expect(manifest.features.slash_commands.allSatisfy { $0.url == nil })
        #expect(manifest.features.shortcuts.map { $0["callback_id"] } == ["look_at_this"])
        #expect(manifest.features.shortcuts.allSatisfy { $0["type"] == "message" && $0["name"]!.count <= 24 })
        #expect(
            manifest.oauth_config.scopes == [
                "bot": [
                    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write",
                    "commands", "files:write", "groups:history", "groups:read", "im:history", "im:write",
                    "usergroups:read", "users:read", "users:read.email",
                ]
            ])
        #expect(
            manifest.settings.event_subscriptions == [
                "bot_events": [
                    "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_rename",
                    "group_archive",
                    "group_rename", "message.im", "subteam_updated", "team_join", "tokens_revoked", "user_change",
                ]
            ])
        #expect(manifest.settings.interactivity == ["is_enabled": true])
        #expect(manifest.settings.socket_mode_enabled)
    }

    @Test(
        "Slack's own schema accepts it",
        .enabled("Slack's manifest schema and Python's jsonschema are at hand") {
            guard Project.exists(schemaFile) else { return false }
            return await Python.has("jsonschema")
        })
    func acceptedBySlack() async throws {
        let program = """
            import json, jsonschema, sys
            schema, manifest = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
            for error in jsonschema.Draft7Validator(schema).iter_errors(manifest):
                sys.exit(f"{error.json_path}: {error.message}")
            """
        let result = try await Python.run("-c", program, Project.path(Self.schemaFile), Project.path(Self.file))
        #expect(result.output == "")
        #expect(result.status == 0)
    }
}
