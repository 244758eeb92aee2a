import struct FoundationEssentials.Date

/// What is wrong with a region; independent findings stand side by side. Named by Hammer's words.
public enum Finding: Hashable, Sendable, Codable {
    /// No management event is recorded.
    case disabled(Disabled)
    /// Some management events are not recorded.
    case degraded(missing: [CoverageGap])
    /// A logging trail fails to deliver.
    case deliveryErrors([TrailDeliveryErrors])
    /// Trails were changed since the last look. News rather than a state: it may stand where everything is still recorded.
    case changed([TrailChange])

    /// How a region came to record nothing.
    public enum Disabled: Hashable, Sendable, Codable {
        /// `lastRecorded`: when a look last found management events recorded; they are missing since some time after it.
        case noTrails(lastRecorded: Date?)
        /// The trails that would record management events are stopped; since when the last of them is, where AWS says it.
        case stopped(since: Date?)
        /// Trails are logging, but none is meant to record management events.
        case noManagementEvents(lastRecorded: Date?)
    }
}

/// A part of the management events that no logging trail records.
public enum CoverageGap: Hashable, Sendable, Codable {
    case reads
    case writes
    /// Events of one source, such as `kms.amazonaws.com`.
    case source(String)
    /// Only events that match further conditions are recorded; the conditions as AWS states them.
    case filtered([String])
}

/// The delivery errors of one logging trail.
public struct TrailDeliveryErrors: Hashable, Sendable, Codable {
    public var trail: Trail
    public var errors: [DeliveryError]

    public init(trail: Trail, errors: [DeliveryError]) {
        self.trail = trail
        self.errors = errors
    }
}

extension Finding {
    /// The kind alone, with the name it has in `--json`, in the store and in Hammer's documentation.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case disabled
        case degraded
        case deliveryErrors = "delivery_errors"
        case changed

        /// As people read it.
        public var words: String { rawValue.replacing("_", with: " ") }
    }

    public var kind: Kind {
        switch self {
        case .disabled: .disabled
        case .degraded: .degraded
        case .deliveryErrors: .deliveryErrors
        case .changed: .changed
        }
    }
}
