import CloudTrailCore
import FoundationEssentials
import Testing

@Suite("What is stored, by chance")
struct CodingPropertyTests {
    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: try JSONEncoder().encode(value))
    }

    @Test("A baseline comes back as it was")
    func baseline() throws {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            var baseline = AccountBaseline(account: account, version: Int(seed))
            for name in chance.some(of: ["eu-west-1", "eu-west-2", "us-east-1"]) {
                baseline.regions[Region(name)!] = chance.verdict().baseline
            }
            #expect(try again(baseline) == baseline, "seed \(seed)")
        }
    }

    @Test("An issue comes back as it was, whatever it went through")
    func issue() throws {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            for issue in chance.life(of: 10).compactMap(\.after) { #expect(try again(issue) == issue, "seed \(seed)") }
        }
    }

    @Test("A cause comes back as it was")
    func cause() throws {
        for seed in Chance.seeds {
            var chance = Chance(seed)
            let causes = chance.verdict().causes
            #expect(try again(causes) == causes, "seed \(seed)")
        }
    }
}
