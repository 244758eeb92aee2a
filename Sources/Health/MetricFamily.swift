/// The series of one name, by their labels.
struct MetricFamily {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private let kind: Kind
    private var byLabels: [String: MetricSeries] = [:]

    init(kind: Kind) {
        self.kind = kind
    }

    /// The series of these labels, made where it is new.
    mutating func series(_ labels: [(String, String)], atMost limit: Int) -> MetricSeries {
        var key = Self.text(of: labels)
        if byLabels[key] == nil, byLabels.count >= limit { key = Self.text(of: labels.map { ($0.0, "other") }) }
        if let known = byLabels[key] { return known }
        let made = MetricSeries()
        byLabels[key] = made
        return made
    }

    func text(name: String, help: String?) -> String {
        var lines: [String] = []
        if let help { lines.append("# HELP \(name) \(help)") }
        lines.append("# TYPE \(name) \(kind.rawValue)")
        for labels in byLabels.keys.sorted() {
            let series = byLabels[labels]!
            switch kind {
            case .counter, .gauge: lines.append("\(name)\(Self.braced(labels)) \(series.value.metricText)")
            case .histogram: lines += series.histogram.lines(name: name, labels: labels)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func text(of labels: [(String, String)]) -> String {
        labels.sorted { $0.0 < $1.0 }.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}

extension Double {
    /// Whole numbers without a fraction.
    var metricText: String { self == rounded() && abs(self) < 1e15 ? "\(Int64(self))" : "\(self)" }
}
