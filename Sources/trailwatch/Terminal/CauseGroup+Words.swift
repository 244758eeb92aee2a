import ChatOps
import CloudTrailCore

extension CauseGroup {
    /// The regions by account, as a table has room for them.
    func title(_ playbook: Playbook) -> String {
        let accounts = Dictionary(grouping: places, by: \.account).sorted { $0.key < $1.key }
        guard accounts.count < 4 else {
            return "\(places.count) regions in \(accounts.count) accounts: \(accounts[0].key) …"
        }
        return accounts.map { account, places in
            let regions = places.map(\.region.rawValue)
            let more = regions.count > 4 ? " and \(regions.count - 4) more" : ""
            return "\(playbook.account(account).title) \(regions.prefix(4).joined(separator: ", "))\(more)"
        }.joined(separator: "; ")
    }

    /// What is wrong; the same in many regions is said once.
    var sentence: String {
        let all = members.flatMap { $0.findings(of: cause) }.map(\.sentence).once
        let more = all.count > 3 ? "; and \(all.count - 3) more" : ""
        return all.prefix(3).joined(separator: "; ") + more
    }
}

extension RootCause {
    /// The cause as a table's cell.
    var words: String {
        switch self {
        case .noTrail: "no trail"
        case .trail(let arn, .stopped): "stopped: \(arn)"
        case .trail(let arn, .selectors): "selectors: \(arn)"
        case .trail(let arn, .delivery): "delivery: \(arn)"
        case .trail(let arn, .changed): "changed: \(arn)"
        }
    }
}
