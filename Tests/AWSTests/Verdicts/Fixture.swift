import CloudTrailCore
import FoundationEssentials
import Networking

/// One look at one region as AWS answers it, and what must come of it: a file of `Fixtures`.
struct Fixture: Codable {
    /// One sentence: what the case shows.
    var shows: String
    var account: AccountID
    var region: Region
    /// `aws-cn`, `aws-us-gov` …; nil for `aws`.
    var partition: String?
    /// The accounts that Trailwatch scans, where it matters; the account itself is always among them.
    var watched: [AccountID]?
    /// The look that was taken before, whose baseline is compared with.
    var before: Look?
    var now: Look
    /// Compared exactly with what is told of the verdict.
    var verdict: JSONValue
    /// The commands of each piece of advice by its concern, where they matter.
    var advice: [String: [String]]?

    struct Look: Codable {
        var at: Date
        /// Accounts that are not here cannot be entered.
        var answers: [AccountID: Answers]
    }

    /// What AWS answers to one account.
    struct Answers: Codable {
        /// The account's regions with their opt-in status.
        var DescribeRegions: [String: String]?
        var DescribeTrails: Answer?
        /// By the full ARN: AWS does not find a trail homed elsewhere by its name.
        var GetTrailStatus: [String: Answer]?
        var GetEventSelectors: [String: Answer]?
    }

    /// A body, an error, or text that is no JSON.
    struct Answer: Codable {
        var body: JSONValue?
        var error: Refusal?
        var text: String?
    }

    struct Refusal: Codable {
        var status: Int
        var code: String
        var message: String
    }
}

extension AccountID: CodingKeyRepresentable {
    public var codingKey: any CodingKey { rawValue.codingKey }
    public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

extension Fixture {
    static let folder: URL = {
        var url = URL(filePath: #filePath)
        for _ in 1...2 { url.deleteLastPathComponent() }
        return url.appending(path: "Fixtures")
    }()

    /// The names of all entries of the folder, in order.
    static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    static func data(_ file: String) throws -> Data { try Data(contentsOf: folder.appending(path: file)) }

    static func read(_ file: String) throws -> Fixture {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Fixture.self, from: try data(file))
    }

    /// The file as it would be written from what was understood of it.
    func written() throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try JSONDecoder().decode(JSONValue.self, from: try encoder.encode(self))
    }
}
