import struct FoundationEssentials.Date

/// The trails of a region as they were configured when last seen.
public struct RegionBaseline: Hashable, Sendable {
    /// A trail's configuration; what changes by itself (logging, deliveries) is no part of it.
    public struct TrailConfiguration: Hashable, Sendable, Codable {
        public var trail: Trail
        /// nil when it was never read.
        public var selection: EventSelection?

        public init(trail: Trail, selection: EventSelection?) {
            self.trail = trail
            self.selection = selection
        }
    }

    /// In the order of their ARNs.
    public private(set) var trails: [TrailConfiguration]
    public var seenAt: Date
    /// When management events were last seen to be recorded, even if not all of them.
    public var recordedAt: Date?

    public init(trails: [TrailConfiguration], seenAt: Date, recordedAt: Date?) {
        self.trails = trails.sorted { $0.trail.arn < $1.trail.arn }
        self.seenAt = seenAt
        self.recordedAt = recordedAt
    }

    /// What a look shows, after what was seen before: selectors that were not read this time stay as they were.
    init(_ trails: [TrailSnapshot], after previous: RegionBaseline?, isRecorded: Bool, at now: Date) {
        let known = Dictionary(
            (previous?.trails ?? []).map { ($0.trail.arn, $0.selection) }, uniquingKeysWith: { first, _ in first })
        self.init(
            trails: trails.map { snapshot in
                TrailConfiguration(
                    trail: snapshot.trail,
                    selection: snapshot.selection.value?.canonical ?? known[snapshot.trail.arn] ?? nil)
            }, seenAt: now, recordedAt: isRecorded ? now : previous?.recordedAt)
    }

    /// What became worse or moved since then, trail by trail.
    func changes(to trails: [TrailSnapshot]) -> [TrailChange] {
        let present = Dictionary(trails.map { ($0.trail.arn, $0) }, uniquingKeysWith: { first, _ in first })
        return self.trails.flatMap { before -> [TrailChange] in
            guard let now = present[before.trail.arn] else { return [TrailChange(before.trail, .gone)] }
            return before.changes(to: now).map { TrailChange(before.trail, $0) }
        }
    }
}

extension RegionBaseline.TrailConfiguration {
    fileprivate func changes(to now: TrailSnapshot) -> [TrailChange.What] {
        let (old, new) = (trail, now.trail)
        var changes: [TrailChange.What] = []
        if old.isMultiRegion, !new.isMultiRegion { changes.append(.multiRegionLost) }
        if old.bucket != new.bucket { changes.append(.bucket(from: old.bucket, to: new.bucket)) }
        if old.kmsKeyID != new.kmsKeyID { changes.append(.key(from: old.kmsKeyID, to: new.kmsKeyID)) }
        if old.logGroupARN != new.logGroupARN {
            changes.append(.logGroup(from: old.logGroupARN, to: new.logGroupARN))
        }
        if old.validatesLogFiles, !new.validatesLogFiles { changes.append(.logFileValidationLost) }
        if let selection, let read = now.selection.value?.canonical, selection != read {
            changes.append(.selectors(from: selection, to: read))
        }
        return changes
    }
}
