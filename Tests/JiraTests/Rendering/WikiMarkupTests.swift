import ChatOps
import Testing

@testable import Jira

@Suite("Wiki markup for Data Center")
struct WikiMarkupTests {
    @Test("A table's cells hold one line each, with no markup of theirs; an empty one keeps its place")
    func table() {
        let table = Table(columns: ["Trail", "State"], rows: [["a|b", "*off*\nsince"], ["c"]])
        #expect(
            WikiMarkup.render([.table(table), .table(Table(columns: ["a"], rows: []))])
                == """
                ||Trail||State||
                |a\\|b|\\*off\\* since|
                |c| |
                """)
    }

    @Test("Every kind of block has its markup")
    func blocks() {
        let blocks: [Message.Block] = [
            .heading("CloudTrail\nis off"),
            .paragraph(
                "In \(bold: "prod") (\(code: "eu-west-1")), see \(link: "the console", "https://aws.example/a?b=c#d")."),
            .list(["one", "two\nlines"]), .list([]),
            .facts([.init("Account", "123456789012"), .init("Asked by", "\(person: PersonID(rawValue: "U024BE7LH"))")]),
            .code("aws cloudtrail start-logging \\\n  --name *main*"),
            .note("Small print"), .buttons([]),
        ]
        #expect(
            WikiMarkup.render(blocks) == """
                h3. CloudTrail is off

                In {*}prod{*} ({{eu-west-1}}), see [the console|https://aws.example/a?b=c#d].

                * one
                * two lines

                * {*}Account:{*} 123456789012
                * {*}Asked by:{*} @U024BE7LH

                {noformat}
                aws cloudtrail start-logging \\
                  --name *main*
                {noformat}

                {color:#707070}Small print{color}
                """)
    }

    @Test(
        "Text from outside stays text",
        arguments: [
            ("eu-west-1 a_b 1+1", "eu-west-1 a_b 1+1"),
            (
                "*bold* _it_ -del- +ins+ ^sup^ ~sub~ ??cite??",
                #"\*bold\* \_it\_ \-del\- \+ins\+ \^sup\^ \~sub\~ \?\?cite\?\?"#
            ),
            ("{code}x{code} {{m}} {color:red}", #"\{code\}x\{code\} \{\{m\}\} \{color:red\}"#),
            ("[link|http://evil.example] [~admin]", #"\[link\|http\://evil.example\] \[\~admin\]"#),
            ("!http://evil.example/x.png!", #"\!http\://evil.example/x.png\!"#),
            ("mailto:a@b.example https://x.example", #"mailto\:a@b.example https\://x.example"#),
            (
                "h1. Big\nbq. quoted\n* item\n# one\n- two\n---- \n|cell|",
                "h1\\. Big\nbq\\. quoted\n\\* item\n\\# one\n\\- two\n\\-\\-\\-\\- \n\\|cell\\|"
            ),
            ("a\\\\b \\*", #"a&#92;&#92;b &#92;\*"#),
            ("&lt; &#60; a & b &", ##"&amp;lt; &amp;\#60; a & b &"##),
            (":) :D ;) (x) (*g) (flagoff) (123456789012)", #"\:) \:D \;) \(x) \(\*g) \(flagoff) (123456789012)"#),
            ("why? arn:aws:s3:::bucket 10:30", "why? arn:aws:s3:::bucket 10:30"),
            ("\u{0}\u{1B}[31m\r\nnext\rline\t.", "\\[31m\nnext\nline\t."),
            ("漢字-ü-é", "漢字-ü-é"),
        ])
    func hostile(_ text: String, _ markup: String) {
        #expect(WikiMarkup.render([.paragraph("\(text)")]) == markup)
    }

    @Test("Markup spread over neighbouring texts stays text")
    func spread() {
        let name = "h1"
        #expect(WikiMarkup.render([.paragraph("\(name). Title, \("http")\("://x")")]) == #"h1\. Title, http\://x"#)
    }

    @Test("Styles hold one line, escape what they hold, and vanish when empty")
    func styles() {
        #expect(WikiMarkup.render([.paragraph("\(bold: " a*b\nc} ")")]) == #"{*}a*b c\}{*}"#)
        #expect(WikiMarkup.render([.paragraph("\(code: "}} *x*")")]) == #"{{\}\} \*x\*}}"#)
        #expect(WikiMarkup.render([.paragraph("a\(bold: "")\(code: " \n")b")]) == "ab")
    }

    @Test("A code block cannot be ended from within")
    func codeBlock() {
        #expect(
            WikiMarkup.render([.code("x\n{noformat}\n*y* {code}")])
                == "{noformat}\nx\n{\u{200B}noformat}\n*y* {code}\n{noformat}")
    }

    @Test("Only web addresses become links, and they end where they should")
    func links() {
        #expect(WikiMarkup.render([.paragraph("\(link: "x", "javascript:alert(1)")")]) == "x")
        #expect(
            WikiMarkup.render([.paragraph("\(link: "a]b|c", "https://x.example/a b|c]{d}\"é")")])
                == #"[a\]b\|c|https://x.example/a%20b%7Cc%5D%7Bd%7D%22%C3%A9]"#)
    }
}
