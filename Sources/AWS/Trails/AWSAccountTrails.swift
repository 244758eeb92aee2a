import CloudTrailCore
import Synchronization

/// One account, entered: its credentials renew themselves for as long as it is used.
final class AWSAccountTrails: AccountTrails {
    private let account: AccountID
    private let client: AWSClient
    private let credentials: any CredentialProvider
    private let region: Region
    /// The ARN of the role by which the account was entered; nil for the account of our own credentials.
    let role: String?
    private let enabledRegions = Mutex<[Region]?>(nil)

    /// `region` is where the account's regions are asked for.
    init(
        _ account: AccountID, client: AWSClient, credentials: any CredentialProvider, region: Region,
        role: String? = nil
    ) {
        self.account = account
        self.role = role
        self.client = client
        self.credentials = credentials
        self.region = region
    }

    /// Makes sure that there are credentials.
    func enter() async throws(AWSError) {
        _ = try await credentials.credentials()
    }

    func regions() async throws(UnknownReason) -> [Region] {
        do {
            return try await listRegions()
        } catch {
            throw UnknownReason(error, call: "DescribeRegions", role: role)
        }
    }

    func snapshot(of region: Region) async -> RegionSnapshot {
        let place = AccountRegion(account, region)
        do throws(AWSError) {
            let trails = try await CloudTrail(client, region: region).describeTrails().map(\.trail)
            return RegionSnapshot(place: place, trails: .known(await look(at: trails, in: region)))
        } catch {
            return RegionSnapshot(place: place, trails: .unknown(await reason(error, "DescribeTrails", region)))
        }
    }

    /// All trails side by side, in AWS's order.
    private func look(at trails: [Trail], in region: Region) async -> [TrailSnapshot] {
        await withTaskGroup(of: (Int, TrailSnapshot).self) { group in
            for (index, trail) in trails.enumerated() {
                group.addTask {
                    async let status = self.status(of: trail, in: region)
                    async let selection = self.selection(of: trail, in: region)
                    return (index, TrailSnapshot(trail: trail, status: await status, selection: await selection))
                }
            }
            var snapshots = [TrailSnapshot?](repeating: nil, count: trails.count)
            for await (index, snapshot) in group { snapshots[index] = snapshot }
            return snapshots.compactMap { $0 }
        }
    }

    func status(of trail: Trail, in region: Region) async -> Reading<TrailStatus> {
        do throws(AWSError) {
            let description = try await CloudTrail(client, region: region).trailStatus(arn: trail.arn)
            return .known(description.status(of: trail, seenFrom: account))
        } catch {
            return .unknown(await reason(error, "GetTrailStatus", region))
        }
    }

    func selection(of trail: Trail, in region: Region) async -> Reading<EventSelection> {
        if trail.hasCustomEventSelectors == false { return .known(.standard) }
        do throws(AWSError) {
            let description = try await CloudTrail(client, region: region).eventSelectors(arn: trail.arn)
            if let selection = description.selection { return .known(selection) }
            throw AWSError(.malformedAnswer, call: "GetEventSelectors", "the answer holds no event selectors")
        } catch {
            return .unknown(await reason(error, "GetEventSelectors", region))
        }
    }

    private func reason(_ error: AWSError, _ call: String, _ region: Region) async -> UnknownReason {
        let isEnabled = error.mayMeanDisabledRegion ? await isEnabled(region) : nil
        return UnknownReason(error, call: call, regionIsEnabled: isEnabled, role: role)
    }

    /// nil when the account cannot list its regions: then wrong keys are as likely.
    private func isEnabled(_ region: Region) async -> Bool? {
        if let known = enabledRegions.withLock({ $0 }) { return known.contains(region) }
        return try? await listRegions().contains(region)
    }

    private func listRegions() async throws(AWSError) -> [Region] {
        let regions = try await EC2(client, region: region).enabledRegions()
        enabledRegions.withLock { $0 = regions }
        return regions
    }
}
