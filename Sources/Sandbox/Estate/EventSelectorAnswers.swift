import Networking

/// The selectors of a trail: basic ones or advanced ones, the other key absent.
enum EventSelectorAnswers {
    static func members(_ selectors: TrailScenario.Selectors) -> JSONValue {
        switch selectors {
        case .all: basic("All", management: true)
        case .readOnly: basic("ReadOnly", management: true)
        case .writeOnly: basic("WriteOnly", management: true)
        case .noManagement:
            basic(
                "All", management: false,
                data: [["Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]]])
        case .advancedAll: advanced("Management events", [["Field": "eventCategory", "Equals": ["Management"]]])
        case .advancedWriteOnly:
            advanced(
                "Management events, writes",
                [
                    ["Field": "eventCategory", "Equals": ["Management"]],
                    ["Field": "readOnly", "Equals": ["false"]],
                ])
        case .advancedNoManagement:
            // The name promises what the fields do not keep.
            advanced(
                "Management events",
                [
                    ["Field": "eventCategory", "Equals": ["Data"]],
                    ["Field": "resources.type", "Equals": ["AWS::S3::Object"]],
                ])
        case .advancedPartial:
            advanced(
                "IAM only",
                [
                    ["Field": "eventCategory", "Equals": ["Management"]],
                    ["Field": "eventSource", "Equals": ["iam.amazonaws.com"]],
                ])
        }
    }

    private static func basic(_ kind: String, management: Bool, data: JSONValue = []) -> JSONValue {
        [
            "EventSelectors": [
                [
                    "ReadWriteType": .string(kind), "IncludeManagementEvents": .bool(management),
                    "DataResources": data, "ExcludeManagementEventSources": [],
                ]
            ]
        ]
    }

    private static func advanced(_ name: String, _ fields: JSONValue) -> JSONValue {
        ["AdvancedEventSelectors": [["Name": .string(name), "FieldSelectors": fields]]]
    }
}
