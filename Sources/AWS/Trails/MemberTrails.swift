import CloudTrailCore

/// An account's trails, where those of its organization are completed by what their owner sees: to a member AWS shows
/// neither whether such a trail delivers nor, it may be, what it records.
struct MemberTrails: AccountTrails {
    let session: AWSAccountTrails
    let owners: TrailOwners

    func regions() async throws(UnknownReason) -> [Region] { try await session.regions() }

    func snapshot(of region: Region) async -> RegionSnapshot {
        var snapshot = await session.snapshot(of: region)
        guard var trails = snapshot.trails.value else { return snapshot }
        for index in trails.indices { trails[index] = await completed(trails[index], at: snapshot.place) }
        snapshot.trails = .known(trails)
        return snapshot
    }

    private func completed(_ seen: TrailSnapshot, at place: AccountRegion) async -> TrailSnapshot {
        let trail = seen.trail
        guard let owner = owners.owner(of: trail, besides: place.account) else { return seen }
        let asksStatus = seen.status.value?.deliveryVisible != true
        let asksSelection = trail.hasCustomEventSelectors != false
        async let status =
            asksStatus ? owners.status(of: trail, in: place.region, askedOf: owner) : nil
        async let selection =
            asksSelection ? owners.selection(of: trail, in: place.region, askedOf: owner) : nil
        var completed = seen
        if let status = await status { completed.status = .known(seen.status.value?.delivering(as: status) ?? status) }
        if let selection = await selection { completed.selection = .known(selection) }
        return completed
    }
}

extension TrailStatus {
    /// Whether it logs stays as the member sees it; what becomes of the logs is the owner's to say.
    fileprivate func delivering(as owners: TrailStatus) -> TrailStatus {
        var status = self
        status.deliveryErrors = owners.deliveryErrors
        status.deliveryVisible = owners.deliveryVisible
        status.latestDelivery = owners.latestDelivery
        status.latestDigestDelivery = owners.latestDigestDelivery
        status.startedLogging = startedLogging ?? owners.startedLogging
        return status
    }
}
