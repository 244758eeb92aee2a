import CloudTrailCore
import Synchronization

/// The regions that forms offer: those that were looked at since the start, and until then those that every account has.
/// Safe from any task; everybody who holds it adds to the same names.
public final class RegionNames: Sendable {
    private let seen = Mutex<Set<Region>>([])

    public init() {}

    func add(_ region: Region) {
        seen.withLock { _ = $0.insert(region) }
    }

    var sorted: [Region] {
        let seen = seen.withLock { $0 }
        return (seen.isEmpty ? Self.everywhere : seen).sorted()
    }

    /// Enabled in every account, and a closed list: newer regions have to be opted in to.
    /// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
    private static let everywhere = Set(
        [
            "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
            "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
            "us-east-1", "us-east-2", "us-west-1", "us-west-2",
        ].compactMap { Region($0) })
}

extension Playbook {
    /// Whether the configuration lists the regions that are watched.
    var namesItsRegions: Bool { if case .only = regions { true } else { false } }

    var knownRegions: [Region] {
        if case .only(let regions) = regions { regions.sorted() } else { regionNames.sorted }
    }

    /// With a configured list of regions, others are a mistake; without one AWS decides what exists.
    func checkConfigured(_ wanted: [Region]) throws(Refusal) {
        guard case .only(let configured) = regions else { return }
        if let stranger = wanted.first(where: { !configured.contains($0) }) {
            let near = Suggestion.nearest(to: stranger.rawValue, in: configured.map(\.rawValue))
            throw Refusal(
                "\(code: stranger) is not among the regions that are watched.",
                wouldWork: near.map { [$0] } ?? configured.prefix(5).map(\.rawValue))
        }
    }
}
