import CloudTrailCore

/// A management event, and which selectors take it, one event at a time and straight from AWS's rules: what the judge's
/// reasoning about sets of events is held against.
struct Event: Hashable {
    static let sources = ["kms.amazonaws.com", "rdsdata.amazonaws.com", "s3.amazonaws.com", "iam.amazonaws.com"]
    static let all = [true, false].flatMap { isRead in
        sources.flatMap { source in
            ["DeleteTrail", "PutObject", "ListKeys"].map { Event(isRead: isRead, source: source, name: $0) }
        }
    }

    var isRead: Bool
    var source: String
    var name: String

    func isTaken(by selection: EventSelection) -> Bool {
        switch selection {
        case .basic(let selectors): selectors.contains(where: isTaken)
        case .advanced(let selectors): selectors.contains { $0.fieldSelectors.allSatisfy(fits) }
        }
    }

    private func isTaken(by selector: EventSelector) -> Bool {
        selector.includesManagementEvents && selector.readWriteType != (isRead ? .writeOnly : .readOnly)
            && !selector.excludedManagementEventSources.contains(source)
    }

    private func fits(_ condition: AdvancedEventSelector.FieldSelector) -> Bool {
        let value =
            switch condition.field {
            case "eventCategory": "Management"
            case "readOnly": isRead ? "true" : "false"
            case "eventSource": source
            default: name
            }
        return (condition.equals.isEmpty || condition.equals.contains(value)) && !condition.notEquals.contains(value)
            && (condition.startsWith.isEmpty || condition.startsWith.contains { value.hasPrefix($0) })
            && !condition.notStartsWith.contains { value.hasPrefix($0) }
            && (condition.endsWith.isEmpty || condition.endsWith.contains { value.hasSuffix($0) })
            && !condition.notEndsWith.contains { value.hasSuffix($0) }
    }
}

extension [TrailSnapshot] {
    /// Whether a trail that is known to log takes the event.
    func record(_ event: Event) -> Bool {
        contains { $0.status.value?.isLogging == true && $0.selection.value.map(event.isTaken) == true }
    }
}
