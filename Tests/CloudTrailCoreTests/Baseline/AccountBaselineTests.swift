import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("An account's baseline")
struct AccountBaselineTests {
    private static let regions = (1...30).map { Region("eu-west-\($0)")! }

    private func baseline(_ trails: [Trail], seenAt: Date = day(1)) -> RegionBaseline {
        RegionBaseline(
            trails: trails.map { .init(trail: $0, selection: .standard) }, seenAt: seenAt, recordedAt: seenAt)
    }

    @Test("A multi-region trail of thirty regions is written once, and comes back in all of them")
    func writtenOnce() throws {
        var account = AccountBaseline(account: CloudTrailCoreTests.account, version: 7)
        for region in Self.regions { account.regions[region] = baseline([aTrail("everywhere")]) }
        var local = aTrail("local")
        local.isMultiRegion = false
        account.regions[Self.regions[0]] = baseline([aTrail("everywhere"), local])
        let data = try JSONEncoder().encode(account)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.split(separator: #""name":"everywhere""#, omittingEmptySubsequences: false).count == 2)
        #expect(text.split(separator: #""name":"local""#, omittingEmptySubsequences: false).count == 2)
        #expect(try JSONDecoder().decode(AccountBaseline.self, from: data) == account)
    }

    @Test(
        "A stored baseline that refers to nothing is refused",
        arguments: [
            #"{"account":"111111111111","version":1,"trails":[],"regions":{"eu-west-1":{"trails":[0],"seenAt":0}}}"#,
            #"{"account":"111111111111","version":1,"trails":[],"regions":{"eu-west-1":{"trails":[-1],"seenAt":0}}}"#,
            #"{"account":"111111111111","version":1,"trails":[],"regions":{"nowhere":{"trails":[],"seenAt":0}}}"#,
            #"{"account":"1","version":1,"trails":[],"regions":{}}"#,
        ])
    func corrupt(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(AccountBaseline.self, from: Data(text.utf8))
        }
    }

    @Test("Of two looks at a region the later one stays, in whatever order they are merged")
    func merge() {
        let (early, late) = (baseline([aTrail("a")], seenAt: day(1)), baseline([aTrail("b")], seenAt: day(2)))
        for (first, second) in [(early, late), (late, early)] {
            var account = AccountBaseline(account: CloudTrailCoreTests.account, regions: [region: first])
            account.merge([region: second])
            #expect(account.regions == [region: late])
        }
    }

    @Test("Regions that were not looked at stay as they were")
    func mergeOthers() {
        let (here, there) = (baseline([aTrail("a")]), baseline([aTrail("b")]))
        var account = AccountBaseline(account: CloudTrailCoreTests.account, regions: [region: here], version: 4)
        account.merge([Region("us-east-1")!: there])
        #expect(account.regions == [region: here, Region("us-east-1")!: there] && account.version == 4)
    }
}
