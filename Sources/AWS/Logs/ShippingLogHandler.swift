import FoundationEssentials
import Logging
import Networking

/// Writes the lines of one logger to a stream of CloudWatch Logs: each is a JSON object, which Logs Insights understands.
public struct ShippingLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level

    private let label: String
    private let stream: LogStream
    private let shipper: LogShipper
    private let now: @Sendable () -> Date

    public init(
        label: String, level: Logger.Level, stream: LogStream, shipper: LogShipper,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.label = label
        self.stream = stream
        self.shipper = shipper
        self.now = now
        logLevel = level
    }

    public func log(event: LogEvent) {
        var all = metadata
        for more in [metadataProvider?.get() ?? [:], event.metadata ?? [:]] { all.merge(more) { $1 } }
        var line = all.mapValues(JSONValue.init)
        line["level"] = .string(event.level.rawValue)
        line["logger"] = .string(label)
        line["message"] = .string(event.message.description)
        if let error = event.error { line["error"] = .string("\(error)") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and their lists are all there is in it.
        let text = (try? encoder.encode(JSONValue.object(line))).map { String(decoding: $0, as: UTF8.self) }
        shipper.record(text ?? event.message.description, at: now(), in: stream)
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.MetadataValue) {
        self =
            switch value {
            case .string(let text): .string(text)
            case .stringConvertible(let value): .string("\(value)")
            case .array(let values): .array(values.map(JSONValue.init))
            case .dictionary(let values): .object(values.mapValues(JSONValue.init))
            }
    }
}
