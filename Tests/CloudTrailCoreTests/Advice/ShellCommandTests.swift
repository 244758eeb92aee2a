import Testing

@testable import CloudTrailCore

@Suite("Commands to copy")
struct ShellCommandTests {
    @Test(
        "Whatever a word holds, the shell takes it for that word",
        arguments: [
            ("main", "main"),
            (
                "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main",
                "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main"
            ),
            ("", "''"), ("two words", "'two words'"), ("it's", #"'it'\''s'"#), (#"say "x""#, #"'say "x"'"#),
            ("$(rm -rf ~)", "'$(rm -rf ~)'"), ("`id`", "'`id`'"), ("a;b&&c|d>e", "'a;b&&c|d>e'"), ("$HOME", "'$HOME'"),
            ("*?[a]{b}!#~", "'*?[a]{b}!#~'"), (#"back\slash"#, #"'back\slash'"#), ("Grüße", "'Grüße'"),
            ("a\nrm -rf /", "'a rm -rf /'"), ("a\r\nb", "'a b'"), ("a\u{2028}b", "'a b'"), ("tab\there", "'tab here'"),
            ("\u{1B}[2Khidden", "'[2Khidden'"), ("turn\u{202E}ed", "'turn ed'"), ("\n", "''"),
            ("'\n'", #"''\'' '\'''"#),
        ])
    func quoting(word: String, quoted: String) {
        #expect(ShellCommand(["echo", word]).text == "echo \(quoted)")
    }
}
