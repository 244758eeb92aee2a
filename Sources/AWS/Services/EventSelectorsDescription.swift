import CloudTrailCore

/// A trail's selectors in the words of GetEventSelectors: one kind or the other.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
struct EventSelectorsDescription: Decodable, Sendable {
    struct Basic: Decodable, Sendable {
        var ReadWriteType: EventSelector.ReadWriteType?
        var IncludeManagementEvents: Bool?
        var ExcludeManagementEventSources: [String]?
        var DataResources: [Resource]?
    }

    struct Resource: Decodable, Sendable {
        var `Type`: String
        var Values: [String]?
    }

    struct Advanced: Decodable, Sendable {
        var Name: String?
        var FieldSelectors: [FieldSelectorDescription]
    }

    var EventSelectors: [Basic]?
    var AdvancedEventSelectors: [Advanced]?

    /// nil when the answer has neither kind.
    var selection: EventSelection? {
        if let advanced = AdvancedEventSelectors, !advanced.isEmpty {
            return .advanced(
                advanced.map {
                    AdvancedEventSelector(
                        name: $0.Name.unlessEmpty, fieldSelectors: $0.FieldSelectors.map(\.fieldSelector))
                })
        }
        guard let basic = EventSelectors, !basic.isEmpty else { return nil }
        return .basic(
            basic.map {
                EventSelector(
                    includesManagementEvents: $0.IncludeManagementEvents ?? true,
                    readWriteType: $0.ReadWriteType ?? .all,
                    excludedManagementEventSources: $0.ExcludeManagementEventSources ?? [],
                    dataResources: ($0.DataResources ?? []).map { .init(type: $0.`Type`, values: $0.Values ?? []) })
            })
    }
}

/// A field selector: its operators are keys. One that is not known here makes the answer unreadable, since passing over a
/// condition would claim more coverage than there is.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
struct FieldSelectorDescription: Decodable, Sendable {
    private enum Member: String {
        case field = "Field"
        case equals = "Equals"
        case notEquals = "NotEquals"
        case startsWith = "StartsWith"
        case notStartsWith = "NotStartsWith"
        case endsWith = "EndsWith"
        case notEndsWith = "NotEndsWith"
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private(set) var fieldSelector: AdvancedEventSelector.FieldSelector

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let key = container.allKeys.first(where: { Member(rawValue: $0.stringValue) == nil }) {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "an operator that is not known")
        }
        func values(_ member: Member) throws -> [String] {
            try container.decodeIfPresent([String].self, forKey: Key(stringValue: member.rawValue)) ?? []
        }
        fieldSelector = .init(
            field: try container.decode(String.self, forKey: Key(stringValue: Member.field.rawValue)),
            equals: try values(.equals), notEquals: try values(.notEquals), startsWith: try values(.startsWith),
            notStartsWith: try values(.notStartsWith), endsWith: try values(.endsWith),
            notEndsWith: try values(.notEndsWith))
    }
}
