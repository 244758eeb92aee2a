import CloudTrailCore
import Testing

@testable import ConfigurationFiles

@Suite("ticket_owners.json")
struct TicketOwnersFileTests {
    @Test("Every level is read; empty text is not set; one owner is a list of one")
    func levels() throws {
        let config = #"{"aws": {"accounts": {}}, "bu_list": ["Dev", "Ops"]}"#
        let text = """
            {
                "account": {
                    "__comment__": "x",
                    "123456789012": {
                        "jira_project": "", "jira_owner": "Support-Cloud", "jira_parent_ticket": "", "slack_owner": ""
                    },
                    "210987654321": {"slack_owner": "#devops", },
                    "654321210987": null
                },
                "bu": {
                    "Dev": {
                        "jira_project": "DEV",
                        "product": {"Shop": {"jira_parent_ticket": "DEV-7", "slack_owner": ["ann@example.com", "bob", "bob"]}}
                    }
                },
                "jira_project": "AWSSEC", "jira_owner": "Support-General", "jira_parent_ticket": "AWSSEC-1234",
                "slack_owner": ["#devops-channel", "bob"]
            }
            """
        let owners = try ConfigurationFiles.parse(config: config, ticketOwners: text).ticketOwners
        let ids = try ["123456789012", "210987654321", "654321210987"].map { try #require(AccountID($0)) }
        let expected = TicketOwners(
            global: .init(
                jiraProject: "AWSSEC", jiraOwner: "Support-General", jiraParentTicket: "AWSSEC-1234",
                slackOwners: ["#devops-channel", "bob"]),
            accounts: [
                ids[0]: .init(jiraOwner: "Support-Cloud"), ids[1]: .init(slackOwners: ["#devops"]), ids[2]: .init(),
            ],
            businessUnits: [
                "Dev": .init(
                    level: .init(jiraProject: "DEV"),
                    products: ["Shop": .init(jiraParentTicket: "DEV-7", slackOwners: ["ann@example.com", "bob"])])
            ],
            businessUnitNames: ["Dev", "Ops"])
        #expect(owners == expected)
    }

    @Test("An empty file names nobody")
    func empty() throws {
        #expect(try ConfigurationFiles.parse(config: minimal, ticketOwners: "{}").ticketOwners == TicketOwners())
    }

    @Test("Mistakes are located at every level")
    func mistakes() {
        let text = """
            {"slack_owner": {"a": 1},
             "account": {"12345678901": {}, "123456789012": {"jira_owner": 3}, "210987654321": "bob"},
             "bu": {"Dev": {"product": {"Shop": {"slack_owner": [true]}}}}}
            """
        #expect(
            problems(ticketOwners: text) == [
                "ticket_owners.json:1:17: expected a list of channels and people, found an object",
                #"ticket_owners.json:2:14: expected an account id of twelve digits as the key, found "12345678901""#,
                "ticket_owners.json:2:64: expected text in quotes, found 3",
                #"ticket_owners.json:2:84: expected an object { … }, found "bob""#,
                "ticket_owners.json:3:54: expected a channel or a person in quotes, found true",
            ])
    }

    @Test("The sample that Hammer ships is accepted, its sample account ignored")
    func hammerSample() throws {
        let text = """
            {"account": {"1234567890123": {"jira_project": "CORE", "slack_owner": "#dev"}}, "slack_owner": ["#dev"]}
            """
        let files = try ConfigurationFiles.parse(config: minimal, ticketOwners: text)
        #expect(files.ticketOwners == TicketOwners(global: .init(slackOwners: ["#dev"])))
    }
}
