extension EventSelection {
    /// The same rules in one order and without names: two selections that record the same by the same rules are equal.
    var canonical: EventSelection {
        switch self {
        case .basic(let selectors): .basic(selectors.map(\.canonical).inOneOrder(by: \.words))
        case .advanced(let selectors): .advanced(selectors.map(\.canonical).inOneOrder(by: \.words))
        }
    }

    /// The rules in words, one selector after the other.
    public var words: String {
        switch canonical {
        case .basic(let selectors): selectors.map(\.words).joined(separator: " + ")
        case .advanced(let selectors): selectors.map(\.words).joined(separator: " + ")
        }
    }
}

extension EventSelector {
    fileprivate var canonical: EventSelector {
        if !includesManagementEvents, dataResources.isEmpty { return EventSelector(includesManagementEvents: false) }
        var selector = self
        // Where no management events are taken, none are left out.
        selector.excludedManagementEventSources =
            includesManagementEvents ? excludedManagementEventSources.inOneOrder(by: \.self) : []
        selector.dataResources = dataResources.map { .init(type: $0.type, values: $0.values.inOneOrder(by: \.self)) }
            .inOneOrder(by: \.words)
        return selector
    }

    fileprivate var words: String {
        let half =
            switch readWriteType {
            case .all: "read and write"
            case .readOnly: "read"
            case .writeOnly: "write"
            }
        var parts: [String] = []
        if includesManagementEvents {
            let excluded = excludedManagementEventSources.joined(separator: ", ")
            parts.append("\(half) management events\(excluded.isEmpty ? "" : " without \(excluded)")")
        }
        parts += dataResources.map { "\(half) data events of \($0.words)" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

extension EventSelector.DataResource {
    fileprivate var words: String { "\(type) \(values.joined(separator: ", "))" }
}

extension AdvancedEventSelector {
    var canonical: AdvancedEventSelector {
        AdvancedEventSelector(fieldSelectors: fieldSelectors.map(\.canonical).inOneOrder(by: \.words))
    }

    fileprivate var words: String { fieldSelectors.map(\.words).joined(separator: "; ") }
}

extension AdvancedEventSelector.FieldSelector {
    fileprivate var canonical: Self {
        Self(
            field: field, equals: equals.inOneOrder(by: \.self), notEquals: notEquals.inOneOrder(by: \.self),
            startsWith: startsWith.inOneOrder(by: \.self), notStartsWith: notStartsWith.inOneOrder(by: \.self),
            endsWith: endsWith.inOneOrder(by: \.self), notEndsWith: notEndsWith.inOneOrder(by: \.self))
    }

    /// The operators that are present, with AWS's names for them.
    var operators: [(name: String, values: [String])] {
        [
            ("Equals", equals), ("NotEquals", notEquals), ("StartsWith", startsWith), ("NotStartsWith", notStartsWith),
            ("EndsWith", endsWith), ("NotEndsWith", notEndsWith),
        ].filter { !$0.values.isEmpty }
    }

    /// The condition as AWS states it: `eventName StartsWith Delete`.
    var words: String {
        operators.map { "\(field) \($0.name) \($0.values.joined(separator: ", "))" }.joined(separator: "; ")
    }
}

extension Array where Element: Hashable {
    /// Sorted, and each element once.
    fileprivate func inOneOrder(by key: (Element) -> String) -> [Element] {
        guard count > 1 else { return self }
        return Set(self).map { (key: key($0), element: $0) }.sorted { $0.key < $1.key }.map(\.element)
    }
}
