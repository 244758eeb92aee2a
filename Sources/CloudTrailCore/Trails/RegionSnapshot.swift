/// A trail and all that was learned of it in one region.
public struct TrailSnapshot: Hashable, Sendable, Codable {
    public var trail: Trail
    public var status: Reading<TrailStatus>
    /// `.known(.standard)` for a trail without custom selectors, which need not be asked.
    public var selection: Reading<EventSelection>

    public init(trail: Trail, status: Reading<TrailStatus>, selection: Reading<EventSelection>) {
        self.trail = trail
        self.status = status
        self.selection = selection
    }
}

/// One look at one region: what the verdict is made of.
public struct RegionSnapshot: Hashable, Sendable, Codable {
    public var place: AccountRegion
    public var trails: Reading<[TrailSnapshot]>

    public init(place: AccountRegion, trails: Reading<[TrailSnapshot]>) {
        self.place = place
        self.trails = trails
    }
}
