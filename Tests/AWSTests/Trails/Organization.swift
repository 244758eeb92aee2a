import CloudTrailCore
import FoundationEssentials
import Networking
import Synchronization

@testable import AWS

/// An organization in a few closures: one trail of its management account, seen by everybody; the keys of a session name
/// its account.
struct Organization: Sendable {
    typealias Answer = AWSEstate.Answer

    static let owner = AccountID("222222222222")!
    static let member = AWSEstate.account
    static let region = AWSEstate.region
    static let deniedAnswer = Answer.success(.refusal("AccessDenied"))

    static func members(_ count: Int) -> [AccountID] { (0..<count).map { AccountID("\(300_000_000_000 + $0)")! } }

    /// Members of the trail in DescribeTrails.
    var trail = #""IsOrganizationTrail":true,"HasCustomEventSelectors":true"#
    var entry: [AccountID: Answer] = [:]
    var status = AWSEstate.json(#"{"IsLogging":true}"#)
    var selectors = Organization.deniedAnswer
    var ownersStatus = AWSEstate.json(#"{"IsLogging":true}"#)
    var ownersSelectors = AWSEstate.json(#"{"EventSelectors":[{}]}"#)

    func transport() -> ScriptedTransport {
        ScriptedTransport { request, _ throws(TransportError) in
            let isOwner = request.account == Self.owner
            switch request.operation {
            case "GetCallerIdentity": return STSAnswers.identity(AWSEstate.own.rawValue)
            case "AssumeRole": return try assumeRole(request).get()
            case "DescribeTrails":
                return try AWSEstate.trails(AWSEstate.trail("org", owner: Self.owner.rawValue, trail)).get()
            case "GetTrailStatus": return try (isOwner ? ownersStatus : status).get()
            case "GetEventSelectors": return try (isOwner ? ownersSelectors : selectors).get()
            default: return .text("", status: 404)
            }
        }
    }

    private func assumeRole(_ request: HTTPRequest) -> Answer {
        let text = request.form["RoleArn"]?.split(separator: "%3A", omittingEmptySubsequences: false)[4] ?? ""
        let account = AccountID(String(text))!
        return entry[account] ?? .success(STSAnswers.credentials("AssumeRole", accessKeyID: "ASIA\(account)"))
    }

    /// What the member's region looks like, and what Trailwatch makes of it.
    func look(watching watched: Set<AccountID> = [owner, member]) async throws -> (TrailSnapshot?, Verdict) {
        let source = try AWSEstate.source(transport(), watched: watched)
        let snapshot = try await source.account(Self.member).snapshot(of: Self.region)
        return (
            snapshot.trails.value?.first, Judge().verdict(on: snapshot, at: Date(timeIntervalSince1970: 1_700_000_000))
        )
    }
}

extension HTTPRequest {
    /// Whose session asks, in an organization's estate.
    var account: AccountID? { AccountID(String((scope.first ?? "").dropFirst(4))) }
}

extension ScriptedTransport {
    /// What CloudTrail was asked by an account, sorted.
    func operations(of account: AccountID) -> [String] {
        requests.filter { $0.account == account && $0.scope[3] == "cloudtrail" }.map(\.operation).sorted()
    }
}

/// A clock that is moved by hand.
final class HandClock: Sendable {
    private let seconds = Mutex(1_440_938_160.0)

    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

    func advance(by interval: Double) { seconds.withLock { $0 += interval } }
}
