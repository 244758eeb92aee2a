import Testing

@testable import ConfigurationFiles

@Suite("Notes on what is accepted and yet worth knowing")
struct ConfigurationNotesTests {
    private func notes(_ config: String, ticketOwners: String = "{}") throws -> [String] {
        try ConfigurationFiles.parse(config: config, ticketOwners: ticketOwners).notes
    }

    private let accounts = #""main_account_id": "123456789012", "accounts": {"123456789012": "a"}"#

    @Test("Empty regions scan nothing, and that is said")
    func emptyRegions() throws {
        #expect(
            try notes("{\"aws\": {\(accounts),\n\"regions\": []}}")
                == ["config.json:2:12: `aws.regions` is empty: nothing will be scanned"])
    }

    @Test("Hammer's settings without a counterpart here are named with the reason")
    func unused() throws {
        let config = """
            {"aws": {\(accounts),
            "ddb_backup": {"enabled": true}, "s3_backup_bucket": "b"},
            "cronjobs": {"reporting": "5 * * * *"}, "credentials": {"ddb.table_name": "hammer-credentials"},
            "csv": {"enabled": false}, "api": {}, "s3_encryption": {"enabled": "what"}}
            """
        #expect(
            try notes(config) == [
                "config.json:2:1: `aws.ddb_backup` is ignored: the backups of Hammer's tables are Hammer's own",
                "config.json:2:34: `aws.s3_backup_bucket` is ignored: the backups of Hammer's tables are Hammer's own",
            ])
    }

    @Test("A key that nobody reads, and a section that looks like one of ours, are named")
    func misspelled() throws {
        let config = """
            {"aws": {\(accounts)},
            "cloudtrails": {"enbled": false},
            "CloudTrail": {}, "role": {}}
            """
        #expect(
            try notes(config) == [
                "config.json:2:17: `cloudtrails.enbled` is ignored: there is no such key",
                "config.json:3:1: `CloudTrail` is ignored: did you mean `cloudtrails`?",
                "config.json:3:19: `role` is ignored: did you mean `roles`?",
            ])
        #expect(
            try notes("{\"aws\": {\(accounts)}}", ticketOwners: #"{"account": {"123456789012": {"owner": "x"}}}"#)
                == ["ticket_owners.json:1:31: `account.123456789012.owner` is ignored: there is no such key"])
    }
}
