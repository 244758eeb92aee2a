extension EventSelection {
    /// The same rules in one order and without names: two selections that record the same by the same rules are equal.
    var canonical: EventSelection {
        switch self {
        case .basic(let selectors): .basic(Set(selectors.map(\.canonical)).sorted { $0.words < $1.words })
        case .advanced(let selectors): .advanced(Set(selectors.map(\.canonical)).sorted { $0.words < $1.words })
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
        var selector = self
        selector.excludedManagementEventSources.sort()
        selector.dataResources = dataResources.map { .init(type: $0.type, values: $0.values.sorted()) }
            .sorted { ($0.type, $0.values.joined()) < ($1.type, $1.values.joined()) }
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
        parts += dataResources.map { "\(half) data events of \($0.type) \($0.values.joined(separator: ", "))" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

extension AdvancedEventSelector {
    fileprivate var canonical: AdvancedEventSelector {
        AdvancedEventSelector(fieldSelectors: fieldSelectors.map(\.canonical).sorted { $0.words < $1.words })
    }

    fileprivate var words: String { fieldSelectors.map(\.words).joined(separator: "; ") }
}

extension AdvancedEventSelector.FieldSelector {
    fileprivate var canonical: Self {
        Self(
            field: field, equals: equals.sorted(), notEquals: notEquals.sorted(), startsWith: startsWith.sorted(),
            notStartsWith: notStartsWith.sorted(), endsWith: endsWith.sorted(), notEndsWith: notEndsWith.sorted())
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
