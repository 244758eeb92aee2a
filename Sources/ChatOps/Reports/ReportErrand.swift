/// A part of the scheduled report on its way to one destination: what arrived is not sent again because another did not.
struct ReportErrand: Hashable, Sendable {
    enum Part: String, Comparable, Sendable {
        case table
        case picture

        static func < (left: Part, right: Part) -> Bool { left == .table && right == .picture }
    }

    enum Destination: Hashable, Sendable {
        case archive
        case channel(String)
    }

    let part: Part
    let destination: Destination

    var name: String {
        switch destination {
        case .archive: "report's \(part.rawValue) for the archive"
        case .channel(let channel): "report's \(part.rawValue) for \(channel)"
        }
    }
}
