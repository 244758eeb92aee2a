import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization

@testable import AWS

/// An AWS in a few closures: who we are is account 999999999999, every role can be assumed, and CloudTrail answers as told.
struct AWSEstate: Sendable {
    typealias Answer = Result<HTTPResponse, TransportError>

    static let own = AccountID("999999999999")!
    static let account = AccountID("111111111111")!
    static let region = Region("eu-west-1")!
    static let home = Region("us-east-1")!
    /// The role by which the account is entered, unless a test says otherwise.
    static let role = "arn:aws:iam::111111111111:role/audit/watcher"

    var identity: Answer = .success(STSAnswers.identity("999999999999"))
    var assumeRole: Answer = .success(STSAnswers.credentials("AssumeRole"))
    var regions: Answer = .success(Self.regionsAnswer(["us-east-1": "opt-in-not-required", "eu-west-1": "opted-in"]))
    var trails: Answer = .success(.text(#"{"trailList":[]}"#))
    var status: [String: Answer] = [:]
    var selectors: [String: Answer] = [:]

    /// By operation and, for a trail, its name.
    func transport() -> ScriptedTransport {
        ScriptedTransport { request, _ throws(TransportError) in
            let name = request.text.split(separator: "/").last.map { String($0.prefix { $0 != "\"" }) } ?? ""
            let missing = Answer.success(.refusal("TrailNotFoundException", "Unknown trail: \(name)"))
            switch request.operation {
            case "GetCallerIdentity": return try identity.get()
            case "AssumeRole": return try assumeRole.get()
            case "DescribeRegions": return try regions.get()
            case "DescribeTrails": return try trails.get()
            case "GetTrailStatus": return try (status[name] ?? missing).get()
            case "GetEventSelectors": return try (selectors[name] ?? missing).get()
            default: return .text("", status: 404)
            }
        }
    }

    static func source(
        _ transport: ScriptedTransport, entrance: Entrance = Entrance(roleName: "audit/watcher"),
        surroundings: Surroundings = .still(),
        watched: Set<AccountID> = []
    ) throws -> AWSTrailSource {
        AWSTrailSource(
            try access(transport, surroundings: surroundings), entrance: entrance, watches: { watched.contains($0) })
    }

    static func access(
        _ transport: ScriptedTransport, region: String = "us-east-1", surroundings: Surroundings = .still()
    ) throws -> AWSAccess {
        let settings = try AWSSettings.of([
            "AWS_ACCESS_KEY_ID": "AKIABASE", "AWS_SECRET_ACCESS_KEY": "base", "AWS_REGION": region,
        ])
        return try AWSAccess(transport: transport, settings: settings, surroundings: surroundings)
    }

    func snapshot(of region: Region = Self.region, as account: AccountID = Self.account) async throws -> RegionSnapshot
    {
        try await Self.source(transport()).account(account).snapshot(of: region)
    }

    static func regionsAnswer(_ regions: KeyValuePairs<String, String>) -> HTTPResponse {
        let items = regions.map {
            "<item><optInStatus>\($0.value)</optInStatus><regionName>\($0.key)</regionName></item>"
        }.joined()
        return .text(
            "<DescribeRegionsResponse><requestId>r</requestId><regionInfo>\(items)</regionInfo></DescribeRegionsResponse>"
        )
    }

    /// One trail of DescribeTrails, by name; more members as JSON.
    static func trail(_ name: String, owner: String = "111111111111", _ members: String = "") -> String {
        let more = members.isEmpty ? "" : "," + members
        return #"{"Name":"\#(name)","TrailARN":"\#(arn(name, owner: owner))"\#(more)}"#
    }

    static func arn(_ name: String, owner: String = "111111111111") -> String {
        "arn:aws:cloudtrail:us-east-1:\(owner):trail/\(name)"
    }

    static func trails(_ trails: String...) -> Answer {
        .success(.text(#"{"trailList":[\#(trails.joined(separator: ","))]}"#))
    }

    static func json(_ text: String) -> Answer { .success(.text(text)) }
}
