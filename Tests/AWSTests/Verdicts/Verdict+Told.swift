import CloudTrailCore
import FoundationEssentials
import Networking

extension Verdict {
    /// All that is decided, in the words of a fixture; without sentences for people.
    var told: JSONValue {
        members([
            ("condition", .string(condition.rawValue)),
            ("severity", findings.isEmpty ? nil : .string(findings.severity.rawValue)),
            ("findings", .array(findings.map(\.told))), ("unknowns", .array(unknowns.map(\.told))),
            ("causes", .array(causes.sorted().map { .string($0.key) })),
        ])
    }
}

extension Finding {
    fileprivate var told: JSONValue {
        let detail: [(String, JSONValue?)] =
            switch self {
            case .disabled(.noTrails(let date)), .disabled(.noManagementEvents(let date)):
                [("lastRecorded", date?.told)]
            case .disabled(.stopped(let date)): [("since", date?.told)]
            case .degraded(let missing): [("missing", .array(missing.map(\.told)))]
            case .deliveryErrors(let trails): [("trails", .array(trails.map(\.told)))]
            case .changed(let changes): [("changes", .array(changes.map(\.told)))]
            }
        return members(
            [("kind", .string(kind.rawValue)), ("concerns", .array(concerns.map { .string($0.rawValue) }))] + detail)
    }
}

extension CoverageGap {
    fileprivate var told: JSONValue {
        switch self {
        case .reads, .writes: .string(code)
        case .source(let source): ["source": .string(source)]
        case .filtered(let conditions): ["filtered": .array(conditions.map(JSONValue.string))]
        }
    }
}

extension TrailDeliveryErrors {
    fileprivate var told: JSONValue {
        [
            "trail": .string(trail.arn),
            "errors": .array(
                errors.map { error in
                    members([
                        ("target", .string(error.target.rawValue)), ("code", .string(error.code)),
                        ("resource", error.resource.map(JSONValue.string)), ("lastSuccess", error.lastSuccess?.told),
                    ])
                }),
        ]
    }
}

extension TrailChange {
    fileprivate var told: JSONValue {
        let (from, to): (String?, String?) =
            switch what {
            case .gone, .multiRegionLost, .logFileValidationLost: (nil, nil)
            case .bucket(let from, let to), .key(let from, let to), .logGroup(let from, let to): (from, to)
            case .selectors(let from, let to): (from.words, to.words)
            }
        return members([
            ("trail", .string(trail.arn)), ("code", .string(code)), ("from", from.map(JSONValue.string)),
            ("to", to.map(JSONValue.string)),
        ])
    }
}

extension UnknownReason {
    fileprivate var told: JSONValue {
        members([
            ("call", .string(call)), ("code", .string(code.rawValue)), ("role", role.map(JSONValue.string)),
        ])
    }
}

extension Date {
    fileprivate var told: JSONValue { .string(ISO8601Format()) }
}

/// An object of the members that have a value.
private func members(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(Dictionary(members.compactMap { name, value in value.map { (name, $0) } }) { $1 })
}
