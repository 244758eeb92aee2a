import Testing

@testable import Slack

@Suite("Slack's message text as its writer saw it")
struct MessageTextTests {
    static let texts: [(String, String)] = [
        ("<@UBOT> ping", "ping"),
        ("<@UBOT>ping", "ping"),
        ("<@UBOT|cloudbot> ping", "ping"),
        ("<@UBOT>: ping", "ping"),
        ("<@UBOT>, ping", "ping"),
        ("  <@UBOT>\n ping  ", "ping"),
        ("hey <@UBOT> scan all", "hey scan all"),
        ("scan<@UBOT>all", "scan all"),
        ("ping <@UBOT>", "ping"),
        ("<@UBOT> <@UBOT> ping", "ping"),
        ("<@UBOT>", ""),
        ("", ""),
        ("scan all", "scan all"),
        ("scan <@U1>", "scan @U1"),
        ("scan <@U1|ann>", "scan @U1"),
        ("in <#C1|ops>", "in #ops"),
        ("in <#C1|>", "in C1"),
        ("in <#C1>", "in C1"),
        ("mail <mailto:a@b.example|a@b.example>", "mail a@b.example"),
        ("see <http://x.example|x.example>", "see x.example"),
        ("see <https://x.example/?a=1&amp;b=2>", "see https://x.example/?a=1&b=2"),
        ("<!here> <!subteam^S1|@ops>", "@here @ops"),
        ("a &amp;&amp; b &lt;c&gt;", "a && b <c>"),
        ("&amp;lt; stays escaped once", "&lt; stays escaped once"),
        ("&copy; & co", "&copy; & co"),
        ("a < b", "a < b"),
        ("a > b", "a > b"),
        ("<<>>", "<>"),
        ("<>", ""),
    ]

    @Test("Mentions of the bot go, the rest is written out", arguments: texts)
    func plain(text: String, expected: String) {
        #expect(MessageText.plain(text, bot: "UBOT") == expected)
    }

    @Test("Without the bot's id, a mention's first person is the bot")
    func unknownBot() {
        #expect(MessageText.plain("<@UBOT> owner <@U1>", isMention: true) == "owner @U1")
        #expect(MessageText.plain("owner <@U1>") == "owner @U1")
    }

    @Test("40,000 characters of markup are read in one pass")
    func long() {
        let text = String(repeating: "<&", count: 20_000)
        #expect(MessageText.plain(text, bot: "UBOT") == text)
    }
}
