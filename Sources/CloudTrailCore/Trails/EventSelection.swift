/// What GetEventSelectors answered: either kind, never both.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
public enum EventSelection: Hashable, Sendable, Codable {
    case basic([EventSelector])
    case advanced([AdvancedEventSelector])

    /// What a trail without custom selectors records: all management events.
    public static let standard = EventSelection.basic([EventSelector()])
}

/// A basic event selector.
public struct EventSelector: Hashable, Sendable, Codable {
    public enum ReadWriteType: String, Sendable, Codable {
        case all = "All"
        case readOnly = "ReadOnly"
        case writeOnly = "WriteOnly"
    }

    /// Data events of one kind of resource: no management events, but lost if selectors were written without them.
    public struct DataResource: Hashable, Sendable, Codable {
        /// Such as `AWS::S3::Object`.
        public var type: String
        public var values: [String]

        public init(type: String, values: [String]) {
            self.type = type
            self.values = values
        }
    }

    public var includesManagementEvents: Bool
    public var readWriteType: ReadWriteType
    /// Such as `kms.amazonaws.com`, `rdsdata.amazonaws.com`.
    public var excludedManagementEventSources: [String]
    public var dataResources: [DataResource]

    public init(
        includesManagementEvents: Bool = true, readWriteType: ReadWriteType = .all,
        excludedManagementEventSources: [String] = [], dataResources: [DataResource] = []
    ) {
        self.includesManagementEvents = includesManagementEvents
        self.readWriteType = readWriteType
        self.excludedManagementEventSources = excludedManagementEventSources
        self.dataResources = dataResources
    }
}

/// An advanced event selector: all its field selectors must hold for an event to be logged.
public struct AdvancedEventSelector: Hashable, Sendable, Codable {
    /// A condition on one field; all operators that are present must hold.
    public struct FieldSelector: Hashable, Sendable, Codable {
        public var field: String
        public var equals: [String]
        public var notEquals: [String]
        public var startsWith: [String]
        public var notStartsWith: [String]
        public var endsWith: [String]
        public var notEndsWith: [String]

        public init(
            field: String, equals: [String] = [], notEquals: [String] = [], startsWith: [String] = [],
            notStartsWith: [String] = [], endsWith: [String] = [], notEndsWith: [String] = []
        ) {
            self.field = field
            self.equals = equals
            self.notEquals = notEquals
            self.startsWith = startsWith
            self.notStartsWith = notStartsWith
            self.endsWith = endsWith
            self.notEndsWith = notEndsWith
        }
    }

    /// A label for people; it decides nothing.
    public var name: String?
    public var fieldSelectors: [FieldSelector]

    public init(name: String? = nil, fieldSelectors: [FieldSelector]) {
        self.name = name
        self.fieldSelectors = fieldSelectors
    }
}
