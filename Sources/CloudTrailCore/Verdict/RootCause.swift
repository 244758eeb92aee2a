/// What one act would mend: findings that share it are one trouble, however many regions and accounts they affect.
public enum RootCause: Hashable, Sendable, Codable {
    /// The account has no trail where it should: one multi-region trail would mend all its regions.
    case noTrail(AccountID)
    /// Something about one trail, which may be a multi-region or an organization's.
    case trail(arn: String, Trouble)

    public enum Trouble: String, Hashable, Sendable, Codable, CaseIterable {
        case stopped
        /// What it records leaves something out.
        case selectors
        /// It does not deliver.
        case delivery
        /// It was changed or is gone.
        case changed
    }

    /// A short stable text: the same for equal causes, and different for different ones.
    public var key: String {
        switch self {
        case .noTrail(let account): "no_trail/\(account)"
        case .trail(let arn, let trouble): "\(trouble.rawValue)/\(arn)"
        }
    }

    /// nil when `key` is none.
    public init?(key: String) {
        let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        if parts[0] == "no_trail", let account = AccountID(parts[1]) {
            self = .noTrail(account)
        } else if let trouble = Trouble(rawValue: parts[0]) {
            self = .trail(arn: parts[1], trouble)
        } else {
            return nil
        }
    }
}

extension RootCause: Comparable {
    public static func < (left: RootCause, right: RootCause) -> Bool { left.key < right.key }
}

extension Finding {
    /// The causes of a finding at a place where these trails were seen with it.
    fileprivate func causes(at place: AccountRegion, trails: [TrailSnapshot]) -> Set<RootCause> {
        switch self {
        case .disabled(.noTrails): [.noTrail(place.account)]
        case .disabled, .degraded:
            [trails.culprit.map { .trail(arn: $0.trail.arn, $0.trouble) } ?? .noTrail(place.account)]
        case .deliveryErrors(let failing): Set(failing.map { .trail(arn: $0.trail.arn, .delivery) })
        case .changed(let changes): Set(changes.map { .trail(arn: $0.trail.arn, .changed) })
        }
    }
}

extension [TrailSnapshot] {
    /// The trail to blame for what is not recorded. A stopped one, if starting it would close the gap; else the one whose selectors
    /// record a part; else any. Of several the one that reaches farthest, and so the same one in all its regions.
    var culprit: (trail: Trail, trouble: RootCause.Trouble)? {
        let logging = filter { $0.status.value?.isLogging == true }
        let stopped = filter(\.isStopped)
        let unread = filter { $0.status.value == nil }
        let recorded = logging.map(\.couldRecord).reduce(Coverage.none) { $0.union($1) }
        let menders = stopped.filter { recorded.union($0.couldRecord).gaps.isEmpty }
        if let trail = menders.widest { return (trail, .stopped) }
        if let trail = logging.filter({ !$0.couldRecord.isEmpty }).widest { return (trail, .selectors) }
        if let trail = stopped.filter({ !$0.couldRecord.isEmpty }).widest { return (trail, .stopped) }
        return (logging.widest ?? unread.widest).map { ($0, .selectors) } ?? stopped.widest.map { ($0, .stopped) }
    }

    /// The stopped trails that would record management events if they logged; all that are stopped where none would.
    var stoppedRecorders: [TrailSnapshot] {
        let stopped = filter(\.isStopped)
        let recorders = stopped.filter { !$0.couldRecord.isEmpty }
        return recorders.isEmpty ? stopped : recorders
    }

    private var widest: Trail? {
        map(\.trail).min { $0.reach != $1.reach ? $0.reach > $1.reach : $0.arn < $1.arn }
    }
}

extension TrailSnapshot {
    /// Known not to log.
    var isStopped: Bool { status.value?.isLogging == false }

    /// What it would record if it logged; everything where its selectors were not read.
    var couldRecord: Coverage { selection.value.map { Coverage($0) } ?? .everything }
}

extension Trail {
    fileprivate var reach: Int { isOrganization ? 2 : isMultiRegion ? 1 : 0 }
}

/// A stored or fresh trouble at one place.
public protocol Trouble {
    var place: AccountRegion { get }
    var findings: [Finding] { get }
    var trails: [TrailSnapshot] { get }
    /// The causes of the findings, as they were when these were seen.
    var causes: Set<RootCause> { get }
}

extension Issue: Trouble {}

extension Verdict: Trouble {
    public var causes: Set<RootCause> {
        findings.reduce(into: []) { $0.formUnion($1.causes(at: place, trails: trails)) }
    }
}

extension Trouble {
    /// Those of the findings that a cause explains.
    @inlinable
    public func findings(of cause: RootCause) -> [Finding] {
        guard causes.contains(cause) else { return [] }
        return findings.compactMap { $0.part(explainedBy: cause) }
    }

    /// How grave what a cause explains is; low where it explains nothing.
    @inlinable
    func severity(of cause: RootCause) -> Severity {
        guard causes.contains(cause) else { return .low }
        return findings.reduce(.low) { Swift.max($0, $1.part(explainedBy: cause)?.severity ?? .low) }
    }

    /// Those of the causes that explain a finding.
    public func causes(of finding: Finding) -> Set<RootCause> {
        causes.filter { finding.part(explainedBy: $0) != nil }
    }
}

extension Finding {
    /// What of the finding is due to a cause of its place; nil for nothing.
    @usableFromInline
    func part(explainedBy cause: RootCause) -> Finding? {
        switch (self, cause) {
        case (.disabled(.noTrails), .noTrail), (.disabled(.stopped), .trail(_, .stopped)),
            (.degraded, .trail(_, .stopped)), (.disabled(.noManagementEvents), .trail(_, .selectors)),
            (.degraded, .trail(_, .selectors)):
            return self
        case (.deliveryErrors(let trails), .trail(let arn, .delivery)):
            let failing = trails.filter { $0.trail.arn == arn }
            return failing.isEmpty ? nil : .deliveryErrors(failing)
        case (.changed(let changes), .trail(let arn, .changed)):
            let own = changes.filter { $0.trail.arn == arn }
            return own.isEmpty ? nil : .changed(own)
        default: return nil
        }
    }
}

/// One cause and all it affects.
public struct CauseGroup<Member: Trouble>: Sendable where Member: Sendable {
    public var cause: RootCause
    /// In the order of their places.
    public var members: [Member]

    @inlinable
    init(cause: RootCause, members: [Member]) {
        self.cause = cause
        self.members = members
    }

    public var places: [AccountRegion] { members.map(\.place) }
    public var accounts: [AccountID] { Set(places.map(\.account)).sorted() }
    @inlinable public var severity: Severity { members.map { $0.severity(of: cause) }.max() ?? .low }
}

/// Troubles by root cause: the worst first, then the widest; a trouble with several causes stands under each.
public struct CauseGroups<Member: Trouble & Sendable>: RandomAccessCollection, Sendable {
    @usableFromInline let troubles: [Member]
    /// Each cause, and where in `troubles` its members are, in the order of their places.
    @usableFromInline let found: [(cause: RootCause, members: [Int])]

    public var startIndex: Int { 0 }
    public var endIndex: Int { found.count }

    /// Made when it is asked for: a page of a long list shows few of them.
    @inlinable
    public subscript(position: Int) -> CauseGroup<Member> {
        CauseGroup(cause: found[position].cause, members: found[position].members.map { troubles[$0] })
    }

    @inlinable  // Specialized where it is used, a list of 500 takes half the time.
    init(_ troubles: [Member]) {
        // In the order in which they come, which is mostly that of the keys: there is little left to sort.
        var numbers: [RootCause: Int] = [:]
        var (causes, members, severities): ([RootCause], [[Int]], [Severity]) = ([], [], [])
        for index in troubles.indices {
            for cause in troubles[index].causes {
                let number = numbers[cause, default: causes.count]
                if number == causes.count {
                    numbers[cause] = number
                    causes.append(cause)
                    members.append([])
                    severities.append(.low)
                }
                members[number].append(index)
                severities[number] = Swift.max(severities[number], troubles[index].severity(of: cause))
            }
        }
        // Made once for each group, not for each comparison.
        let (counts, keys) = (members.map(\.count), causes.map(\.key))
        let order = causes.indices.sorted { left, right in
            (severities[left], counts[left], keys[right]) > (severities[right], counts[right], keys[left])
        }
        self.troubles = troubles
        found = order.map { number in
            (causes[number], members[number].sorted { troubles[$0].place < troubles[$1].place })
        }
    }
}

extension Sequence where Element: Trouble & Sendable {
    /// Grouped by root cause.
    @inlinable
    public var byCause: CauseGroups<Element> { CauseGroups(Array(self)) }
}
