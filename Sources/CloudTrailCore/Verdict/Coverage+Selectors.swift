// What selectors record: the rules of
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html

extension Coverage {
    init(_ selection: EventSelection) {
        // What nearly every trail has is not worked out anew for each region.
        if selection == .standard {
            self = .everything
            return
        }
        switch selection {
        case .basic(let selectors): self = selectors.map(Coverage.init).reduce(.none) { $0.union($1) }
        case .advanced(let selectors): self = selectors.map(Coverage.init).reduce(.none) { $0.union($1) }
        }
    }

    private init(_ selector: EventSelector) {
        guard selector.includesManagementEvents else {
            self = .none
            return
        }
        let half = Half(allSourcesBut: Set(selector.excludedManagementEventSources))
        reads = selector.readWriteType == .writeOnly ? Half() : half
        writes = selector.readWriteType == .readOnly ? Half() : half
    }

    private init(_ selector: AdvancedEventSelector) {
        guard selector.takesManagementEvents else {
            self = .none
            return
        }
        var half = Half(allSourcesBut: [])
        var readOnly: Set<String> = ["true", "false"]
        var conditions: [AdvancedEventSelector.FieldSelector] = []
        for field in selector.fieldSelectors where field.field != "eventCategory" {
            if field.field == "readOnly", field.hasOnlyEquals {
                readOnly.formIntersection(field.equals)
            } else {
                conditions.append(field)
            }
        }
        // In one order, since they are told.
        for field in AdvancedEventSelector(fieldSelectors: conditions).canonical.fieldSelectors {
            half.restrict(to: field)
        }
        reads = readOnly.contains("true") ? half : Half()
        writes = readOnly.contains("false") ? half : Half()
    }
}

extension Coverage.Half {
    /// Whole sources stay a set; every other condition makes the selector a filter.
    fileprivate mutating func restrict(to field: AdvancedEventSelector.FieldSelector) {
        let isFirst = allSourcesBut == [] && sources.isEmpty && filters.isEmpty
        if field.field == "eventSource", isFirst, field.hasOnlyEquals {
            self = Coverage.Half(allSourcesBut: nil, sources: Set(field.equals))
        } else if field.field == "eventSource", isFirst, field.hasOnlyNotEquals {
            self = Coverage.Half(allSourcesBut: Set(field.notEquals))
        } else {
            self = Coverage.Half(allSourcesBut: nil, filters: [(conditions + [field.words]).joined(separator: "; ")])
        }
    }

    /// This half's own restrictions in words, to be joined with a further one.
    private var conditions: [String] {
        filters.sorted() + (sources.isEmpty ? [] : ["eventSource Equals \(sources.sorted().joined(separator: ", "))"])
            + ((allSourcesBut ?? []).isEmpty
                ? [] : ["eventSource NotEquals \(allSourcesBut!.sorted().joined(separator: ", "))"])
    }
}

extension AdvancedEventSelector.FieldSelector {
    fileprivate var hasOnlyEquals: Bool { !equals.isEmpty && notEquals.isEmpty && hasNoParts }
    fileprivate var hasOnlyNotEquals: Bool { equals.isEmpty && !notEquals.isEmpty && hasNoParts }

    private var hasNoParts: Bool {
        startsWith.isEmpty && notStartsWith.isEmpty && endsWith.isEmpty && notEndsWith.isEmpty
    }
}
