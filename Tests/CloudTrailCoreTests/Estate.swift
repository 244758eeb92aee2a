import CloudTrailCore
import FoundationEssentials

/// Testing has an `Issue` of its own.
typealias Issue = CloudTrailCore.Issue

/// Short hands for the values of an estate.
let account = AccountID("111111111111")!
let region = Region("eu-west-1")!
let place = AccountRegion(account, region)
let denied = UnknownReason(.accessDenied, call: "GetTrailStatus", detail: "AccessDeniedException: no")

func day(_ number: Int) -> Date { Date(timeIntervalSince1970: 1_700_000_000 + Double(number) * 86_400) }

func aTrail(_ name: String = "main", organization: Bool = false) -> Trail {
    Trail(
        arn: "arn:aws:cloudtrail:eu-west-1:\(account):trail/\(name)", name: name, homeRegion: region,
        isMultiRegion: true, isOrganization: organization, bucket: "logs")
}

extension TrailSnapshot {
    /// A trail that logs and delivers everything, but for what the arguments change.
    static func logging(
        _ name: String = "main", selection: Reading<EventSelection> = .known(.basic([EventSelector()])),
        errors: [DeliveryError] = [], deliveryVisible: Bool = true, latestDelivery: Date? = nil,
        latestDigest: Date? = nil, started: Date? = nil
    ) -> TrailSnapshot {
        let status = TrailStatus(
            isLogging: true, deliveryErrors: errors, deliveryVisible: deliveryVisible, latestDelivery: latestDelivery,
            latestDigestDelivery: latestDigest, startedLogging: started)
        return TrailSnapshot(trail: aTrail(name), status: .known(status), selection: selection)
    }

    static func stopped(_ name: String = "main", since: Date? = nil) -> TrailSnapshot {
        TrailSnapshot(
            trail: aTrail(name), status: .known(TrailStatus(isLogging: false, stoppedLogging: since)),
            selection: .known(.basic([EventSelector()])))
    }

    static func unread(
        _ name: String = "main", selection: Reading<EventSelection> = .known(.basic([EventSelector()]))
    ) -> TrailSnapshot {
        TrailSnapshot(trail: aTrail(name), status: .unknown(denied), selection: selection)
    }
}

func selectors(_ selectors: EventSelector...) -> Reading<EventSelection> { .known(.basic(selectors)) }

func advanced(_ fields: AdvancedEventSelector.FieldSelector...) -> Reading<EventSelection> {
    let category = AdvancedEventSelector.FieldSelector(field: "eventCategory", equals: ["Management"])
    return .known(.advanced([AdvancedEventSelector(fieldSelectors: [category] + fields)]))
}

func verdict(_ trails: TrailSnapshot..., since baseline: RegionBaseline? = nil, at now: Date = day(10)) -> Verdict {
    Judge().verdict(on: RegionSnapshot(place: place, trails: .known(trails)), since: baseline, at: now)
}
