import CloudTrailCore
import Foundation

/// Judges 10,000 accounts × 30 regions × 3 trails from memory, baseline comparison and grouping by cause included, and prints time and
/// memory. Snapshots are made account by account, as a scan receives them.
///
/// The bound is under 2 s on one core and under 200 MB.

let accounts = 10_000
let now = Date(timeIntervalSince1970: 1_700_000_000)
let regions = (0..<30).map { Region("eu-west-\($0 + 1)")! }

/// Every 50th account has a trail that fails to deliver, every 100th one that is stopped.
func trails(of account: AccountID, number: Int) -> [TrailSnapshot] {
    (0..<3).map { index in
        let trail = Trail(
            arn: "arn:aws:cloudtrail:eu-west-1:\(account):trail/trail-\(index)", name: "trail-\(index)",
            homeRegion: regions[0], isMultiRegion: true, bucket: "logs-\(account)", validatesLogFiles: true,
            hasCustomEventSelectors: index == 1)
        let selection: EventSelection =
            index == 1
            ? .advanced([
                AdvancedEventSelector(fieldSelectors: [
                    .init(field: "eventCategory", equals: ["Management"]),
                    .init(field: "eventSource", notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"]),
                ])
            ]) : .standard
        let errors = number % 50 == 0 && index == 0 ? [DeliveryError(target: .s3, code: "AccessDenied")] : []
        let status = TrailStatus(
            isLogging: !(number % 100 == 0 && index != 1), deliveryErrors: errors, latestDelivery: now,
            latestDigestDelivery: now, startedLogging: now.addingTimeInterval(-1e6))
        return TrailSnapshot(trail: trail, status: .known(status), selection: .known(selection))
    }
}

func residentPeak() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
}

let judge = Judge()
let clock = ContinuousClock()
var judging = Duration.zero
var troubled: [Verdict] = []
for number in 1...accounts {
    let account = AccountID(String(format: "%012d", number))!
    let seen = trails(of: account, number: number)
    let snapshots = regions.map { RegionSnapshot(place: AccountRegion(account, $0), trails: .known(seen)) }
    let before = RegionBaseline(
        trails: seen.map { .init(trail: $0.trail, selection: $0.selection.value) }, seenAt: now, recordedAt: now)
    judging += clock.measure {
        for snapshot in snapshots {
            let verdict = judge.verdict(on: snapshot, since: before, at: now)
            if verdict.condition != .healthy { troubled.append(verdict) }
        }
    }
}
let grouping = clock.measure { print("\(troubled.byCause.count) causes in \(troubled.count) regions in trouble") }
let total = (judging + grouping) / .seconds(1)
print("judged \(accounts * regions.count) regions with 3 trails each")
print("time on one core: \(String(format: "%.2f", total)) s (bound 2 s)")
print("peak resident memory: \(residentPeak() / 1024) MB (bound 200 MB)")
exit(total < 2 && residentPeak() < 200 * 1024 ? 0 : 1)
