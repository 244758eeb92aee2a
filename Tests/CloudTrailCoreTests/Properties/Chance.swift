import CloudTrailCore
import FoundationEssentials
import TestSupport

/// A region, a verdict or an issue as chance has it: the same for the same seed, which a failing test names.
struct Chance {
    static let seeds: Range<UInt64> = 0..<200

    var generator: SplitMix

    init(_ seed: UInt64) {
        generator = SplitMix(seed: seed)
    }

    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

    mutating func one<Element>(of elements: [Element]) -> Element { elements.randomElement(using: &generator)! }

    mutating func some<Element>(of elements: [Element]) -> [Element] {
        elements.filter { _ in Bool.random(using: &generator) }
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] { elements.shuffled(using: &generator) }

    mutating func day() -> Date { CloudTrailCoreTests.day(Int.random(in: -5...9, using: &generator)) }
}

// Trails
extension Chance {
    /// Up to four trails; `asKnown`: with no answer missing.
    mutating func trails(asKnown: Bool = false) -> [TrailSnapshot] {
        some(of: ["a", "b", "c", "d"]).map { trail($0, asKnown: asKnown) }
    }

    mutating func trail(_ name: String, asKnown: Bool) -> TrailSnapshot {
        var trail = aTrail(name, organization: oneIn(4))
        if trail.isOrganization { trail.arn = "arn:aws:cloudtrail:us-east-1:222222222222:trail/\(name)" }
        trail.isMultiRegion = oneIn(2)
        trail.validatesLogFiles = oneIn(2)
        trail.kmsKeyID = oneIn(2) ? "key" : nil
        trail.logGroupARN = oneIn(2) ? "arn:aws:logs:eu-west-1:\(account):log-group:trail:*" : nil
        let status: Reading<TrailStatus> = !asKnown && oneIn(5) ? .unknown(denied) : .known(status(asKnown: asKnown))
        let selection: Reading<EventSelection> = !asKnown && oneIn(5) ? .unknown(denied) : .known(selection())
        return TrailSnapshot(trail: trail, status: status, selection: selection)
    }

    private mutating func status(asKnown: Bool) -> TrailStatus {
        let errors =
            oneIn(3) ? some(of: DeliveryTarget.allCases).map { DeliveryError(target: $0, code: "AccessDenied") } : []
        return TrailStatus(
            isLogging: !oneIn(3), deliveryErrors: errors, deliveryVisible: asKnown || !oneIn(5),
            latestDelivery: oneIn(2) ? day() : nil, latestDigestDelivery: oneIn(2) ? day() : nil,
            startedLogging: oneIn(2) ? day() : nil, stoppedLogging: oneIn(2) ? day() : nil)
    }

    mutating func selection() -> EventSelection {
        let count = Int.random(in: 1...3, using: &generator)
        if oneIn(3) { return .standard }
        return oneIn(2)
            ? .basic((0..<count).map { _ in basicSelector() }) : .advanced((0..<count).map { _ in advancedSelector() })
    }

    private mutating func basicSelector() -> EventSelector {
        EventSelector(
            includesManagementEvents: !oneIn(4), readWriteType: one(of: [.all, .readOnly, .writeOnly]),
            excludedManagementEventSources: oneIn(2) ? some(of: ["kms.amazonaws.com", "rdsdata.amazonaws.com"]) : [],
            dataResources: oneIn(3)
                ? [.init(type: "AWS::S3::Object", values: some(of: ["arn:aws:s3:::a/", "arn:aws:s3"]))] : [])
    }

    private mutating func advancedSelector() -> AdvancedEventSelector {
        var fields = [
            AdvancedEventSelector.FieldSelector(field: "eventCategory", equals: [oneIn(5) ? "Data" : "Management"])
        ]
        if oneIn(2) { fields.append(.init(field: "readOnly", equals: [one(of: ["true", "false"])])) }
        let sources = some(of: Event.sources)
        if oneIn(3), !sources.isEmpty {
            fields.append(
                oneIn(2)
                    ? .init(field: "eventSource", notEquals: sources) : .init(field: "eventSource", equals: sources))
        }
        if oneIn(4) { fields.append(.init(field: "eventName", startsWith: ["Delete", "Put"])) }
        if oneIn(5) { fields.append(.init(field: "eventName", notEquals: ["PutObject"], notEndsWith: ["Trail"])) }
        return AdvancedEventSelector(name: oneIn(2) ? "Management" : nil, fieldSelectors: shuffled(fields))
    }
}

// The same in another order
extension Chance {
    mutating func reordered(_ trails: [TrailSnapshot]) -> [TrailSnapshot] {
        shuffled(trails).map { snapshot in
            var snapshot = snapshot
            if let selection = snapshot.selection.value { snapshot.selection = .known(reordered(selection)) }
            if var status = snapshot.status.value {
                status.deliveryErrors.shuffle(using: &generator)
                snapshot.status = .known(status)
            }
            return snapshot
        }
    }

    private mutating func reordered(_ selection: EventSelection) -> EventSelection {
        switch selection {
        case .basic(let selectors):
            return .basic(
                shuffled(selectors).map { selector in
                    var selector = selector
                    selector.excludedManagementEventSources.shuffle(using: &generator)
                    return selector
                })
        case .advanced(let selectors):
            return .advanced(
                shuffled(selectors).map { selector in
                    AdvancedEventSelector(
                        name: "renamed",
                        fieldSelectors: shuffled(selector.fieldSelectors).map { field in
                            var field = field
                            field.equals.shuffle(using: &generator)
                            field.notEquals.shuffle(using: &generator)
                            field.startsWith.shuffle(using: &generator)
                            return field
                        })
                })
        }
    }

    /// Without some of the answers.
    mutating func veiled(_ trails: [TrailSnapshot]) -> [TrailSnapshot] {
        trails.map { snapshot in
            var veiled = snapshot
            if oneIn(3) { veiled.selection = .unknown(denied) }
            if oneIn(3) {
                veiled.status = .unknown(denied)
            } else if oneIn(3), var status = snapshot.status.value {
                // As a member of an organization is answered.
                status = TrailStatus(
                    isLogging: status.isLogging, deliveryVisible: false, startedLogging: status.startedLogging,
                    stoppedLogging: status.stoppedLogging)
                veiled.status = .known(status)
            }
            return veiled
        }
    }
}
