import FoundationEssentials
import Testing

@testable import AWS

@Suite("XML of Query answers")
struct XMLElementTests {
    private static func parse(_ text: String) throws(XMLError) -> XMLElement {
        try XMLElement(parsing: Data(text.utf8))
    }

    @Test("Elements, text, entities, CDATA, comments, attributes and prefixes are read")
    func reads() throws {
        let root = try Self.parse(
            """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
            <!-- generated -->
            <ns:Root xmlns:ns="https://example" a='1>2'>
              <Plain>  a &lt;b&gt; &amp;amp; &quot;c&quot; &apos; &#233;&#x2603; </Plain>
              <Raw><![CDATA[<not> &amp; parsed]]]]><![CDATA[>]]></Raw>
              <Empty/><Empty attribute = "x" />
              <item><name>one</name></item><item><name>two</name></item><!-- between -->
              <?pi ignored?>
            </ns:Root >

            """)
        #expect(root.name == "Root")
        #expect(root.text == "")
        #expect(root["Plain"]?.text == "a <b> &amp; \"c\" ' é☃")
        #expect(root["Raw"]?.text == "<not> &amp; parsed]]>")
        #expect(root["Empty"] == XMLElement(name: "Empty"))
        #expect(root.children.filter { $0.name == "item" }.map { $0["name"]?.text } == ["one", "two"])
        #expect(root["Missing"] == nil)
    }

    @Test("Every answer cut short is refused, wherever the cut is")
    func truncated() throws {
        let whole = #"<?xml version="1.0"?><a x="1"><b>t&amp;<![CDATA[c]]></b><!-- d --><e/></a>"#
        #expect(throws: Never.self) { try Self.parse(whole) }
        for length in 0..<whole.utf8.count {
            let error = #expect(throws: XMLError.self) { try Self.parse(String(whole.prefix(length))) }
            #expect(error?.reason == "cut short at byte \(length)", "\(whole.prefix(length))")
        }
    }

    @Test(
        "What is no XML is refused with the place",
        arguments: [
            ("{}", "expected an element at byte 0"), ("<a></b>", "expected </a> at byte 6"),
            ("<a/><b/>", "expected nothing after the root element at byte 4"),
            ("<a>&nbsp;</a>", "an unknown entity at byte 3"), ("<a>&#xD800;</a>", "an unknown entity at byte 3"),
            ("<a>&1;</a>", "an unknown entity at byte 3"),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "a DTD, which no AWS answer has at byte 0"),
            ("<a b></a>", "expected `=` after an attribute's name at byte 4"),
            ("<a b=c></a>", "expected an attribute's value in quotes at byte 5"),
            ("<a>< /a>", "expected a name at byte 4"), ("<a></a x>", "expected `>` at byte 7"),
            ("<a/ b>", "expected `/>` at byte 2"),
        ])
    func refused(text: String, reason: String) {
        #expect(throws: XMLError(reason: reason)) { try Self.parse(text) }
    }

    @Test("Nesting is bounded, so that no answer can exhaust the stack")
    func depth() throws {
        let nested = { (depth: Int) in
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(throws: Never.self) { try Self.parse(nested(64)) }
        #expect(throws: XMLError(reason: "nested too deeply at byte 192")) { try Self.parse(nested(65)) }
    }
}
