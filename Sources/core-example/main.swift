// CloudTrailCore alone: whatever reads AWS for you, the core scans, judges, and says what is news.
import CloudTrailCore
import FoundationEssentials

/// Where the trails come from: here from a notebook, in your program from AWS's API.
struct Notebook: TrailSource, AccountTrails {
    let account: AccountID

    func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails { Notebook(account: id) }

    func regions() async throws(UnknownReason) -> [Region] { [Region("eu-west-1")!, Region("us-east-1")!] }

    func snapshot(of region: Region) async -> RegionSnapshot {
        let place = AccountRegion(account, region)
        guard region.rawValue == "eu-west-1" else {
            // What could not be read is unknown, with its reason, and never healthy.
            let denied = UnknownReason(.accessDenied, call: "DescribeTrails", detail: "no permission")
            return RegionSnapshot(place: place, trails: .unknown(denied))
        }
        let trail = Trail(arn: "arn:aws:cloudtrail:eu-west-1:\(account):trail/main", name: "main")
        let stopped = TrailSnapshot(
            trail: trail, status: .known(TrailStatus(isLogging: false)), selection: .known(.standard))
        return RegionSnapshot(place: place, trails: .known([stopped]))
    }
}

let account = Account(id: AccountID("111122223333")!, name: "payments")
let scanner = Scanner(source: Notebook(account: account.id), now: { Date() })
var verdicts: [Verdict] = []
for await event in scanner.scan(ScanPlan(accounts: [account], regions: .enabled)) {
    if case .regionJudged(let verdict) = event { verdicts.append(verdict) }
}

// An issue is what your store keeps between scans; here nothing was stored before.
let lifecycle = Lifecycle()
for verdict in verdicts.sorted(by: { $0.place < $1.place }) {
    print("\(verdict.place): \(verdict.condition)")
    for unknown in verdict.unknowns { print("  \(unknown)") }
    guard let step = lifecycle.step(nil, .looked(verdict, accepted: nil), now: Date()) else { continue }
    print("  \(step.event?.rawValue ?? "no news"), \(step.issue.severity)")
    for advice in step.issue.advice { print("  " + advice.commands.joined(separator: "\n  ")) }
}
