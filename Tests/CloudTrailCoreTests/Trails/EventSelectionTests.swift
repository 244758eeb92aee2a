import Testing

@testable import CloudTrailCore

@Suite("Event selectors in one order and in words")
struct EventSelectionTests {
    private static let management = AdvancedEventSelector.FieldSelector(field: "eventCategory", equals: ["Management"])

    @Test(
        "Selectors in words",
        arguments: [
            (.standard, "read and write management events"),
            (.basic([EventSelector(readWriteType: .readOnly)]), "read management events"),
            (
                .basic([EventSelector(excludedManagementEventSources: ["rdsdata.amazonaws.com", "kms.amazonaws.com"])]),
                "read and write management events without kms.amazonaws.com, rdsdata.amazonaws.com"
            ),
            (
                .basic([
                    EventSelector(
                        readWriteType: .writeOnly, dataResources: [.init(type: "AWS::S3::Object", values: ["b", "a"])])
                ]), "write management events, write data events of AWS::S3::Object a, b"
            ),
            (
                .basic([EventSelector(readWriteType: .writeOnly), EventSelector(readWriteType: .readOnly)]),
                "read management events + write management events"
            ),
            (.basic([EventSelector(includesManagementEvents: false)]), "nothing"),
            (
                .advanced([
                    AdvancedEventSelector(
                        name: "any", fieldSelectors: [.init(field: "readOnly", equals: ["true"]), Self.management])
                ]), "eventCategory Equals Management; readOnly Equals true"
            ),
            (
                .advanced([
                    AdvancedEventSelector(fieldSelectors: [
                        .init(
                            field: "f", equals: ["2", "1"], notEquals: ["a"], startsWith: ["b"], notStartsWith: ["c"],
                            endsWith: ["d"], notEndsWith: ["e"])
                    ])
                ]),
                "f Equals 1, 2; f NotEquals a; f StartsWith b; f NotStartsWith c; f EndsWith d; f NotEndsWith e"
            ),
        ] as [(EventSelection, String)])
    func words(selection: EventSelection, words: String) {
        #expect(selection.words == words)
    }

    @Test(
        "Selections that record the same by the same rules are equal in one order: names, order and what takes nothing do not count"
    )
    func canonical() {
        let data = AdvancedEventSelector(
            name: "data", fieldSelectors: [.init(field: "eventCategory", equals: ["Data"])])
        let all = AdvancedEventSelector(
            name: "all", fieldSelectors: [Self.management, .init(field: "f", equals: ["b", "a"])])
        let renamed = AdvancedEventSelector(fieldSelectors: [.init(field: "f", equals: ["a", "b"]), Self.management])
        #expect(EventSelection.advanced([data, all]).canonical == EventSelection.advanced([renamed, data]).canonical)
        let nothing = EventSelector(
            includesManagementEvents: false, readWriteType: .readOnly, excludedManagementEventSources: ["x"])
        let idle = EventSelector(includesManagementEvents: false)
        #expect(EventSelection.basic([nothing, EventSelector(), idle]).canonical == .basic([idle, EventSelector()]))
        #expect(EventSelection.basic([EventSelector(), EventSelector()]).canonical == .standard)
        #expect(EventSelection.basic([EventSelector(readWriteType: .readOnly)]).canonical != .standard)
        #expect(EventSelection.advanced([data]).canonical != EventSelection.advanced([all]).canonical)
    }
}
