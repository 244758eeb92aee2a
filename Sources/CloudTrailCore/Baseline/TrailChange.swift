/// A change of a trail's configuration that takes something away, or moves it: news even where other trails still cover.
public struct TrailChange: Hashable, Sendable, Codable {
    public enum What: Hashable, Sendable, Codable {
        /// The region no longer has the trail: deleted, or no longer multi-region.
        case gone
        case multiRegionLost
        case bucket(from: String?, to: String?)
        case key(from: String?, to: String?)
        case logGroup(from: String?, to: String?)
        case logFileValidationLost
        case selectors(from: EventSelection, to: EventSelection)
    }

    /// The trail as it was.
    public var trail: Trail
    public var what: What

    public init(_ trail: Trail, _ what: What) {
        self.trail = trail
        self.what = what
    }

    /// A stable code.
    public var code: String {
        switch what {
        case .gone: "gone"
        case .multiRegionLost: "multi_region_lost"
        case .bucket: "bucket"
        case .key: "key"
        case .logGroup: "log_group"
        case .logFileValidationLost: "log_file_validation_lost"
        case .selectors: "selectors"
        }
    }
}
