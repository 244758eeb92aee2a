import CloudTrailCore
import Testing

@testable import ConfigurationFiles

@Suite("whitelist.json")
struct WhitelistFileTests {
    private func entries(_ text: String) throws -> [String] {
        try ConfigurationFiles.parse(config: minimal, whitelist: text).whitelist.entries.map { entry in
            #expect(entry.origin == .file)
            return "\(entry.account) \(entry.scope)"
        }
    }

    @Test("Regions by account, in file order, each once; other sections are passed over")
    func regions() throws {
        let text = """
            {"__comment__": "x",
             "s3_bucket_acl": {"123456789012": ["bucket"], "oops": 5},
             "cloudtrails": {
                "__comment__": "y",
                "210987654321": ["us-east-2", "eu-west-1", "us-east-2", ""],
                "123456789012": "*",
                "111111111111": "eu-west-1",
                "222222222222": [],
                "333333333333": null,
             }}
            """
        #expect(
            try entries(text) == [
                "210987654321 us-east-2", "210987654321 eu-west-1", "123456789012 *", "111111111111 eu-west-1",
            ])
    }

    @Test("Nothing need be in it", arguments: ["{}", #"{"cloudtrails": {}}"#, #"{"cloudtrails": null}"#])
    func empty(text: String) throws {
        #expect(try entries(text) == [])
    }

    @Test("Mistakes are located")
    func mistakes() {
        let text = """
            {"cloudtrails": {
                "123": ["eu-west-1"],
                "123456789012": ["europe"],
                "210987654321": {"eu-west-1": true}
            }}
            """
        #expect(
            problems(whitelist: text) == [
                #"whitelist.json:2:5: expected an account id of twelve digits as the key, found "123""#,
                #"whitelist.json:3:22: expected a region such as "eu-west-1", or "*" for all of them, found "europe""#,
                "whitelist.json:4:21: expected a list of regions, found an object",
            ])
    }

    @Test("The thirteen digits of Hammer's samples are no account, and no mistake of the user's")
    func hammerSampleAccount() throws {
        let files = try ConfigurationFiles.parse(
            config: minimal, whitelist: #"{"cloudtrails": {"1234567890123": ["eu-west-1"]}}"#)
        #expect(files.whitelist.entries.isEmpty)
        #expect(
            files.notes.last == "whitelist.json:1:18: the entry of Hammer's sample account 1234567890123 is ignored")
    }
}
