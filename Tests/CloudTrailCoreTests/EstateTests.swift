import CloudTrailCore
import Testing

@Suite("The names of an estate")
struct EstateTests {
    @Test(
        "An account id is twelve digits and nothing else",
        arguments: ["", "1", "11111111111a", "1111111111111", "１１１１１１１１１１１１"])
    func notAnAccount(text: String) {
        #expect(AccountID(text) == nil)
    }

    @Test("A region's name has its form", arguments: ["eu-west-1", "us-gov-west-1", "us-iso-east-1", "ap-southeast-5"])
    func region(text: String) {
        #expect(Region(text)?.rawValue == text)
    }

    @Test(
        "What is no region's name is refused",
        arguments: ["", "eu", "eu-west", "EU-WEST-1", "eu--1", "eu-west-1 ", "*", "all"])
    func notARegion(text: String) {
        #expect(Region(text) == nil)
    }

    @Test("A trail's owner is the account of its ARN, in every partition")
    func owner() {
        let china = Trail(arn: "arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/x", name: "x")
        #expect(china.owner == AccountID("222222222222"))
        #expect(Trail(arn: "nonsense", name: "x").owner == nil)
    }

    @Test("A whitelist entry covers its region, or all with *")
    func whitelist() {
        let other = AccountRegion(account, Region("us-east-1")!)
        let one = Whitelist([.init(account: account, scope: .region(CloudTrailCoreTests.region), origin: .file)])
        #expect(one.entry(covering: place, at: day(0)) != nil && one.entry(covering: other, at: day(0)) == nil)
        let all = Whitelist([.init(account: account, scope: .all, origin: .file)])
        #expect(all.entry(covering: other, at: day(0)) != nil)
        #expect(
            all.entry(covering: AccountRegion(AccountID("222222222222")!, CloudTrailCoreTests.region), at: day(0))
                == nil)
    }
}

@Suite("Ticket owners")
struct TicketOwnersTests {
    let payments = Account(id: account, name: "Payments Production")
    let owners = TicketOwners(
        global: .init(jiraProject: "SEC", jiraOwner: "boss", slackOwners: ["#security"]),
        accounts: [account: .init(jiraOwner: "alice", slackOwners: ["alice", "#payments"])],
        businessUnits: ["payments": .init(level: .init(jiraParentTicket: "PAY-1"))],
        businessUnitNames: ["risk", "payments"])

    @Test("The account comes before the global level, key by key, and the business unit before both")
    func resolution() {
        let ownership = owners.ownership(of: payments, includingDefault: false)
        #expect(
            ownership
                == TicketOwners.Level(
                    jiraProject: "SEC", jiraOwner: "alice", jiraParentTicket: "PAY-1",
                    slackOwners: ["alice", "#payments"]))
    }

    @Test("The default owner is added when wanted, nobody twice")
    func defaultOwner() {
        #expect(
            owners.ownership(of: payments, includingDefault: true).slackOwners == ["alice", "#payments", "#security"])
        let stranger = Account(id: AccountID("222222222222")!)
        #expect(owners.ownership(of: stranger, includingDefault: true).slackOwners == ["#security"])
    }
}
