extension EventSelection {
    /// The same data events, and all management events.
    var takingAllManagementEvents: EventSelection {
        switch self {
        case .basic(let selectors):
            .basic(
                [EventSelector()]
                    + selectors.filter { !$0.dataResources.isEmpty }.map { selector in
                        var selector = selector
                        selector.includesManagementEvents = false
                        selector.excludedManagementEventSources = []
                        return selector
                    })
        case .advanced(let selectors):
            .advanced(
                [
                    AdvancedEventSelector(
                        name: "All management events",
                        fieldSelectors: [.init(field: "eventCategory", equals: ["Management"])])
                ]
                    + selectors.filter { !$0.takesManagementEvents })
        }
    }

    /// As `put-event-selectors` takes it.
    var arguments: [String] {
        switch self {
        case .basic(let selectors): ["--event-selectors", compactJSON(selectors.map(BasicDocument.init))]
        case .advanced(let selectors):
            ["--advanced-event-selectors", compactJSON(selectors.map(AdvancedDocument.init))]
        }
    }
}

extension AdvancedEventSelector {
    var takesManagementEvents: Bool {
        fieldSelectors.contains { $0.field == "eventCategory" && $0.equals.contains("Management") }
    }
}

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
private struct BasicDocument: Encodable {
    struct Resource: Encodable {
        let `Type`: String
        let Values: [String]
    }

    let ReadWriteType: String
    let IncludeManagementEvents: Bool
    let DataResources: [Resource]?
    let ExcludeManagementEventSources: [String]?

    init(_ selector: EventSelector) {
        ReadWriteType = selector.readWriteType.rawValue
        IncludeManagementEvents = selector.includesManagementEvents
        let resources = selector.dataResources.map { Resource(Type: $0.type, Values: $0.values) }
        DataResources = resources.isEmpty ? nil : resources
        let excluded = selector.excludedManagementEventSources
        ExcludeManagementEventSources = excluded.isEmpty ? nil : excluded
    }
}

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html
private struct AdvancedDocument: Encodable {
    struct Field: Encodable {
        let Field: String
        let Equals: [String]?
        let NotEquals: [String]?
        let StartsWith: [String]?
        let NotStartsWith: [String]?
        let EndsWith: [String]?
        let NotEndsWith: [String]?

        init(_ selector: AdvancedEventSelector.FieldSelector) {
            func present(_ values: [String]) -> [String]? { values.isEmpty ? nil : values }
            Field = selector.field
            Equals = present(selector.equals)
            NotEquals = present(selector.notEquals)
            StartsWith = present(selector.startsWith)
            NotStartsWith = present(selector.notStartsWith)
            EndsWith = present(selector.endsWith)
            NotEndsWith = present(selector.notEndsWith)
        }
    }

    let Name: String?
    let FieldSelectors: [Field]

    init(_ selector: AdvancedEventSelector) {
        Name = selector.name
        FieldSelectors = selector.fieldSelectors.map(Field.init)
    }
}
