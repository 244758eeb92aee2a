import ChatOps
import CloudTrailCore
import Networking
import Testing

@testable import Jira

@Suite("JIRA's check-up")
struct JiraCheckupTests {
    private static func checks(
        _ jira: JiraDouble, _ options: JiraTicketOptions = JiraTicketOptions(),
        _ owner: TicketOwners.Level = .init(jiraProject: "SEC")
    ) async -> [String] {
        let client = JiraClient(
            address: JiraAddress(server: "http://jira.invalid"),
            credentials: Rotating(.personalAccessToken(Secret("t"))), transport: ForwardingTransport(jira: jira),
            timeout: .seconds(20), patience: JiraPatience())
        let checkup = JiraCheckup(JiraConnection(client: client), options: options, issueType: "Bug")
        return await checkup.checks(owners: [owner]).dropFirst().map { "\($0.outcome) \($0.name): \($0.found)" }
    }

    @Test(
        "Fields that JIRA insists on and nobody fills, and those that are filled for nothing",
        arguments: JiraDouble.Flavor.allCases)
    func fields(_ flavor: JiraDouble.Flavor) async {
        let jira = JiraDouble(flavor)
        var type = JiraFieldsTests.type(with: ["customfield_2"])
        type.fields["customfield_1"] = true
        type.fields["components"] = true
        await jira.set(\.projects, ["SEC": [type]])
        await jira.set(\.customFields, ["customfield_1": ["name": "Team"], "customfield_2": ["name": "Cloud"]])
        var options = JiraTicketOptions()
        options.customFields = ["Cloud": "AWS", "Nowhere": 1]
        #expect(
            await Self.checks(jira, options) == [
                "bad SEC fields: JIRA insists on fields that nobody fills: Team (customfield_1), components",
                "doubtful SEC fields: not on the create screen, and so left out: Nowhere",
            ])
        options.customFields = ["Cloud": "AWS", "Team": "SecOps"]
        options.components = ["Logging"]
        #expect(await Self.checks(jira, options) == ["good SEC: tickets of the type Bug can be made"])
    }

    @Test("Fields that an old JIRA does not tell are not known to be right")
    func untold() async {
        let jira = JiraDouble(.dataCenter)
        await jira.set(\.hasCreateMeta, false)
        #expect(
            await Self.checks(jira) == [
                "good SEC: there are tickets of the type Bug",
                "skipped SEC fields: this JIRA does not tell which fields it insists on",
            ])
    }

    @Test("An assignee whom several are called, and a project in which nobody may look for people")
    func assignee() async {
        let jira = JiraDouble(.cloud)
        await jira.set(\.people, JiraWarningTests.people)
        let owner = TicketOwners.Level(jiraProject: "SEC", jiraOwner: "Grace")
        #expect(await Self.checks(jira, .init(), owner).last == "bad SEC assignee: several people are called Grace")
        await jira.fail("GET user", .instead(.error(403)))
        #expect(
            await Self.checks(jira, .init(), owner).last
                == "bad SEC assignee: The bot's JIRA account may not do this (403): check its permissions in the project"
        )
    }

    @Test(
        "A parent that may not be read, and a workflow in which nothing closes a ticket",
        arguments: JiraDouble.Flavor.allCases)
    func parent(_ flavor: JiraDouble.Flavor) async {
        let jira = JiraDouble(flavor)
        await jira.append(JiraDouble.Issue(key: "SEC-1", fields: [:]))
        let owner = TicketOwners.Level(jiraProject: "SEC", jiraParentTicket: "SEC-1")
        #expect(
            await Self.checks(jira, .init(), owner).suffix(2) == [
                "good SEC-1 parent: it is there, To Do", "good SEC-1 transitions: it could be closed by `Close`",
            ])
        await jira.set(\.transitions, JiraDouble.Transition.usual.filter { $0.name != "Close" })
        #expect(
            await Self.checks(jira, .init(), owner).last
                == "doubtful SEC-1 transitions: no transition that the bot may make has it closed")
        await jira.fail("GET issue/SEC-1", .instead(.error(403)))
        #expect(
            await Self.checks(jira, .init(), owner).last?.hasPrefix("bad SEC-1 parent: The bot's JIRA account") == true)
    }
}
