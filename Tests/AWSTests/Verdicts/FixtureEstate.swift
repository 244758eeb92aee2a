import CloudTrailCore
import FoundationEssentials
import Networking
import Testing

@testable import AWS

/// The AWS of one look of a fixture, behind the real AWS room and the real scanner.
struct FixtureEstate {
    let fixture: Fixture
    let look: Fixture.Look
    private let transport: ScriptedTransport

    init(_ fixture: Fixture, _ look: Fixture.Look) {
        self.fixture = fixture
        self.look = look
        let partition = fixture.partition ?? "aws"
        transport = ScriptedTransport { request, _ throws(TransportError) in
            switch request.operation {
            case "GetCallerIdentity": return STSAnswers.identity(AWSEstate.own.rawValue, partition: partition)
            case "AssumeRole":
                let arn = request.form["RoleArn"] ?? ""
                let account = arn.split(separator: "%3A", omittingEmptySubsequences: false)[4]
                guard look.answers.keys.contains(where: { $0.rawValue == account }) else {
                    return .queryRefusal("AccessDenied", "not authorized to perform: sts:AssumeRole on \(arn)")
                }
                return STSAnswers.credentials("AssumeRole", accessKeyID: "ASIA\(account)")
            default:
                guard let answers = request.account.flatMap({ look.answers[$0] }) else { return .text("", status: 404) }
                return answers.response(to: request)
            }
        }
    }

    /// The region's verdict, by the scanner.
    func verdict(since baseline: RegionBaseline? = nil) async throws -> Verdict {
        let watched = Set((fixture.watched ?? []) + [fixture.account])
        let access = try AWSEstate.access(
            transport, region: fixture.region.rawValue, surroundings: .still(at: look.at))
        let source = AWSTrailSource(
            access, entrance: Entrance(roleName: "audit/watcher"), watches: { watched.contains($0) })
        let at = look.at
        let scanner = Scanner(source: source, baselines: FixedBaseline(fixture, baseline), now: { at })
        let plan = ScanPlan(accounts: [Account(id: fixture.account)], regions: .only([fixture.region]))
        var verdicts: [Verdict] = []
        for await event in scanner.scan(plan) {
            if case .regionJudged(let verdict) = event { verdicts.append(verdict) }
        }
        try #require(verdicts.count == 1)
        return verdicts[0]
    }

    private var calls: [HTTPRequest] { transport.requests.filter { $0.scope[3] == "cloudtrail" } }

    /// What was asked otherwise than by a full ARN in the region itself.
    var asksGoneAstray: [String] {
        calls.filter { request in
            request.scope[2] != fixture.region.rawValue
                || (request.operation != "DescribeTrails" && request.trail?.hasPrefix("arn:") != true)
        }.map { "\($0.operation) \($0.text) in \($0.scope[2])" }
    }

    /// Answers that nobody asked for prove nothing.
    var answersNotAsked: Set<String> {
        let asked = transport.requests.map { "\($0.account?.rawValue ?? "") \($0.operation) \($0.trail ?? "")" }
        return Set(look.answers.flatMap { account, answers in answers.questions.map { "\(account) \($0)" } })
            .subtracting(asked)
    }
}

extension Fixture.Answers {
    fileprivate func response(to request: HTTPRequest) -> HTTPResponse {
        let trail = request.trail ?? ""
        let unknown = HTTPResponse.refusal("TrailNotFoundException", "Unknown trail: \(trail)")
        switch request.operation {
        case "DescribeRegions":
            guard let DescribeRegions else {
                return .text(
                    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors><RequestID>r-3</RequestID></Response>",
                    status: 403)
            }
            return .text(Self.regionInfo(DescribeRegions))
        case "DescribeTrails": return DescribeTrails?.response ?? .text("", status: 404)
        case "GetTrailStatus": return GetTrailStatus?[trail]?.response ?? unknown
        case "GetEventSelectors": return GetEventSelectors?[trail]?.response ?? unknown
        default: return .text("", status: 404)
        }
    }

    private static func regionInfo(_ regions: [String: String]) -> String {
        let items = regions.sorted { $0.key < $1.key }.map {
            "<item><regionName>\($0.key)</regionName><regionEndpoint>ec2.\($0.key).amazonaws.com</regionEndpoint>"
                + "<optInStatus>\($0.value)</optInStatus></item>"
        }
        return #"<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-4</requestId>"#
            + "<regionInfo>\(items.joined())</regionInfo></DescribeRegionsResponse>"
    }

    fileprivate var questions: [String] {
        (DescribeTrails == nil ? [] : ["DescribeTrails "]) + (DescribeRegions == nil ? [] : ["DescribeRegions "])
            + (GetTrailStatus ?? [:]).keys.map { "GetTrailStatus \($0)" }
            + (GetEventSelectors ?? [:]).keys.map { "GetEventSelectors \($0)" }
    }
}

extension Fixture.Answer {
    fileprivate var response: HTTPResponse {
        if let error { return .refusal(error.code, error.message, status: error.status) }
        if let text { return .text(text) }
        let data = try? JSONEncoder().encode(body)
        return .text(String(decoding: data ?? Data(), as: UTF8.self))
    }
}

extension HTTPRequest {
    /// The trail that a CloudTrail call is about, as it was named.
    fileprivate var trail: String? {
        let body = try? JSONDecoder().decode(JSONValue.self, from: self.body)
        return body?["Name"]?.string ?? body?["TrailName"]?.string
    }
}

/// The baseline of one region, kept by nobody.
private struct FixedBaseline: BaselineStore {
    let kept: AccountBaseline?

    init(_ fixture: Fixture, _ baseline: RegionBaseline?) {
        kept = baseline.map { AccountBaseline(account: fixture.account, regions: [fixture.region: $0]) }
    }

    func baseline(of account: AccountID) async throws(StoreError) -> AccountBaseline? { kept }

    func save(_ baseline: AccountBaseline) async throws(StoreError) {
        throw StoreError(.unavailable, "nothing is kept here")
    }
}
