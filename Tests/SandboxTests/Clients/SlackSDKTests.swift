import FoundationEssentials
import Networking
import Testing

@testable import Sandbox

/// The workspace against Slack's own Python SDK and framework, over real sockets.
@Suite(
    .enabled(
        if: Python.hasSlackSDK, "needs a Python with slack_sdk and slack_bolt: TRAILWATCH_PYTHON, .venv or python3"))
struct SlackSDKTests {
    /// A bot: pongs with an edit, answers the slash command in its acknowledgement, opens a form on a click.
    private static let bot = """
        import sys, threading
        from slack_sdk import WebClient
        from slack_sdk.socket_mode import SocketModeClient
        from slack_sdk.socket_mode.response import SocketModeResponse
        base, app, bot = sys.argv[1:4]
        web = WebClient(token=bot, base_url=base)
        me = web.auth_test()["user_id"]
        client = SocketModeClient(app_token=app, web_client=WebClient(token=bot, base_url=base))

        def handle(client, request):
            def ack(payload=None):
                client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))
            p = request.payload
            if request.type == "slash_commands":
                return ack({"text": "acked " + p["text"]})
            ack()
            if request.type == "events_api":
                event = p["event"]
                if event.get("user") == me or event.get("subtype"):
                    return
                posted = web.chat_postMessage(channel=event["channel"], text="working", blocks=[
                    {"type": "actions", "block_id": "b", "elements": [
                        {"type": "button", "action_id": "why", "text": {"type": "plain_text", "text": "Why"}}]}],
                    metadata={"event_type": "trailwatch_provisional", "event_payload": {}})
                web.chat_update(channel=posted["channel"], ts=posted["ts"], text="pong", metadata={})
            elif p["type"] == "block_actions":
                web.views_open(trigger_id=p["trigger_id"], view={
                    "type": "modal", "callback_id": "c", "title": {"type": "plain_text", "text": "Why?"},
                    "submit": {"type": "plain_text", "text": "Go"}, "private_metadata": p["channel"]["id"], "blocks": [
                        {"type": "input", "block_id": "why", "label": {"type": "plain_text", "text": "Why"},
                         "element": {"type": "plain_text_input", "action_id": "text"}}]})
            elif p["type"] == "view_submission":
                value = p["view"]["state"]["values"]["why"]["text"]["value"]
                web.chat_postMessage(channel=p["view"]["private_metadata"], text="because " + value)

        client.socket_mode_request_listeners.append(handle)
        client.connect()
        threading.Event().wait()
        """

    /// The same on Bolt, which acknowledges and routes by itself.
    private static let boltBot = """
        import sys
        from slack_bolt import App
        from slack_bolt.adapter.socket_mode import SocketModeHandler
        from slack_sdk import WebClient
        base, app_token, bot_token = sys.argv[1:4]
        app = App(token=bot_token, client=WebClient(token=bot_token, base_url=base))

        @app.event("app_mention")
        def mention(event, client):
            posted = client.chat_postMessage(channel=event["channel"], text="working", blocks=[
                {"type": "actions", "block_id": "b", "elements": [
                    {"type": "button", "action_id": "why", "text": {"type": "plain_text", "text": "Why"}}]}],
                metadata={"event_type": "trailwatch_provisional", "event_payload": {}})
            client.chat_update(channel=posted["channel"], ts=posted["ts"], text="pong", metadata={})

        @app.event("message")
        def other():
            pass

        @app.command("/trailwatch")
        def command(ack, command):
            ack("acked " + command["text"])

        @app.action("why")
        def why(ack, body, client):
            ack()
            client.views_open(trigger_id=body["trigger_id"], view={
                "type": "modal", "callback_id": "c", "title": {"type": "plain_text", "text": "Why?"},
                "submit": {"type": "plain_text", "text": "Go"}, "private_metadata": body["channel"]["id"], "blocks": [
                    {"type": "input", "block_id": "why", "label": {"type": "plain_text", "text": "Why"},
                     "element": {"type": "plain_text_input", "action_id": "text"}}]})

        @app.view("c")
        def submitted(ack, view, client):
            ack()
            value = view["state"]["values"]["why"]["text"]["value"]
            client.chat_postMessage(channel=view["private_metadata"], text="because " + value)

        SocketModeHandler(app, app_token).start()
        """

    @Test("A bot on slack_sdk talks, edits, opens a form and reconnects when told to")
    func conversation() async throws { try await converse(with: Self.bot) }

    @Test("So does one on slack_bolt")
    func boltConversation() async throws { try await converse(with: Self.boltBot) }

    private func converse(with script: String) async throws {
        try await Sandbox.run(try ScenarioTests.shipped("quiet")) { sandbox in
            let workspace = sandbox.workspace
            let bot = try Python.start(
                script, [sandbox.slackURL, workspace.identity.appToken, workspace.identity.botToken])
            let isConnected = try await workspace.connected(within: .seconds(30))
            try #require(isConnected)
            let (dana, channel) = ("U0DANA", "C0SECURITY")

            try await workspace.say("@trailwatch ping", as: dana, in: channel)
            let pong = try #require(try await workspace.nextMessage { !$0.isProvisional })
            #expect(pong.text == "pong")
            try await workspace.press("Why", on: pong, as: dana)
            let modal = try #require(
                try await workspace.journal.first(within: .seconds(20)) { occurrence in
                    if case .modalOpened(let modal) = occurrence { modal } else { nil }
                })
            try await workspace.submit(modal, answers: ["it is so"])
            let reason = try await workspace.nextMessage { $0.text.hasPrefix("because") }
            #expect(reason?.text == "because it is so")

            await workspace.disconnect(reason: "refresh_requested")
            let again = try await workspace.journal.first(within: .seconds(30)) { occurrence in
                if case .connected(2) = occurrence { true } else { nil }
            }
            #expect(again == true)
            try await workspace.command("hello", as: dana, in: channel)
            let answer = try await workspace.nextMessage { $0.audience == dana }
            #expect(answer?.text == "acked hello")
            withExtendedLifetime(bot) {}
        }
    }

    @Test("slack_sdk pages through the people, looks one up, and reads refusals as they are meant")
    func webAPI() async throws {
        let script = """
            import sys
            from slack_sdk import WebClient
            from slack_sdk.errors import SlackApiError
            web = WebClient(token=sys.argv[2], base_url=sys.argv[1])
            names = [m["name"] for page in web.users_list(limit=2) for m in page["members"]]
            print(",".join(names))
            print(web.users_lookupByEmail(email="alice@example.com")["user"]["id"])
            print(web.conversations_open(users=["U0ALICE"])["channel"]["id"])
            print(web.chat_postEphemeral(channel="C0SECURITY", user="U0DANA", text="psst")["message_ts"] > "1")
            print(web.usergroups_list(include_users=True)["usergroups"][0]["users"])
            marked = {"event_type": "mine", "event_payload": {"mark": "n-1"}}
            posted = web.chat_postMessage(channel="C0SECURITY", text="x", metadata=marked)
            history = web.conversations_history(channel="C0SECURITY", oldest="1", include_all_metadata=True)
            print(history["messages"][0]["metadata"]["event_payload"]["mark"])
            print(len(web.conversations_history(channel="C0SECURITY", oldest=posted["ts"])["messages"]))
            web.files_upload_v2(channel="C0SECURITY", filename="a.txt", title="A", alt_txt="an a", content="abc")
            print(web.views_publish(user_id="U0DANA", view={"type": "home", "blocks": [{"type": "divider"}]})["ok"])
            for call in (lambda: web.chat_postMessage(channel="C0NONE", text="x"),
                         lambda: web.chat_postMessage(channel="C0SECURITY", text="x",
                             blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]),
                         lambda: web.api_call("chat.shout"),
                         lambda: WebClient(token="xoxb-other", base_url=sys.argv[1]).auth_test()):
                try:
                    call(); print("taken")
                except SlackApiError as error:
                    print(error.response["error"])
            """
        let output = try await Sandbox.run(try ScenarioTests.shipped("quiet")) { sandbox in
            await sandbox.workspace.set(UserGroup(id: "S0OPS", handle: "ops", members: ["U0DANA"]))
            let output = try await Python.run(script, [sandbox.slackURL, sandbox.workspace.identity.botToken])
            let shared = try await sandbox.workspace.journal.first(within: .seconds(20)) { occurrence in
                if case .shared(let file, "C0SECURITY") = occurrence { file } else { nil }
            }
            #expect(shared?.content == Data("abc".utf8))
            #expect(shared?.alternativeText == "an a")
            return output
        }
        #expect(
            output == """
                dana,alice,gus,trailwatch,slackbot
                U0ALICE
                D0ALICE
                True
                ['U0DANA']
                n-1
                0
                True
                channel_not_found
                invalid_blocks
                unknown_method
                invalid_auth

                """)
    }
}
