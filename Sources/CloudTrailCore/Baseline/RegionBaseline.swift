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
        self.trails = trails.inOrder { $0.trail.arn }
        self.seenAt = seenAt
        self.recordedAt = recordedAt
    }

    /// What a look shows, after what was seen before: selectors that were not read this time stay as they were.
    init(
        _ trails: [TrailSnapshot], after previous: RegionBaseline?, isUnchanged: Bool, isRecorded: Bool, at now: Date
    ) {
        if isUnchanged, var same = previous {
            same.seenAt = now
            if isRecorded { same.recordedAt = now }
            self = same
            return
        }
        self.init(
            trails: trails.map { snapshot in
                TrailConfiguration(
                    trail: snapshot.trail,
                    selection: snapshot.selection.value?.canonical ?? previous?.selection(of: snapshot.trail.arn))
            }, seenAt: now, recordedAt: isRecorded ? now : previous?.recordedAt)
    }

    /// Whether a look in the order of ARNs shows exactly this: so it is in nearly every region.
    func isUnchanged(by trails: [TrailSnapshot]) -> Bool {
        trails.count == self.trails.count
            && trails.indices.allSatisfy { index in
                trails[index].trail == self.trails[index].trail
                    && self.trails[index].selection.isSame(as: trails[index].selection.value)
            }
    }

    private func selection(of arn: String) -> EventSelection? { trails.first { $0.trail.arn == arn }?.selection }

    /// What became worse or moved since then, trail by trail.
    func changes(to trails: [TrailSnapshot]) -> [TrailChange] {
        self.trails.flatMap { before -> [TrailChange] in
            // A region has a handful of trails: looking through them is faster than a table.
            guard let now = trails.first(where: { $0.trail.arn == before.trail.arn }) else {
                return [TrailChange(before.trail, .gone)]
            }
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
        if let selection, let read = now.selection.value, !self.selection.isSame(as: read) {
            changes.append(.selectors(from: selection, to: read.canonical))
        }
        return changes
    }
}

extension EventSelection? {
    /// Whether a selection in canonical order has the same rules as another: as a rule they are in the same order, too.
    fileprivate func isSame(as read: EventSelection?) -> Bool { self == read || self == read?.canonical }
}

extension Array {
    /// Sorted by a key; as a rule the order is right already, which is found out faster than it is made.
    func inOrder(by key: (Element) -> String) -> [Element] {
        let isOrdered = zip(self, dropFirst()).allSatisfy { key($0) <= key($1) }
        return isOrdered ? self : sorted { key($0) < key($1) }
    }
}
