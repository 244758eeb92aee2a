import ArgumentParser
import FoundationEssentials
import Logging

/// How a line of the log is written.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// One JSON object a line.
    case json
    /// For a terminal.
    case plain

    func line(
        _ level: Logger.Level, _ part: Substring, _ message: String, _ metadata: [String: String], at time: Date
    ) -> String {
        let moment = time.ISO8601Format(.init(includingFractionalSeconds: true))
        switch self {
        case .json:
            let entry = Entry(time: moment, level: level.rawValue, part: String(part), message: message, data: metadata)
            return (try? JSON.text(entry)) ?? ""
        case .plain:
            let data = metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1.quoted)" }.joined()
            return "\(moment) \(level.rawValue) \(part): \(message.visible)\(data)"
        }
    }

    private struct Entry: Encodable {
        var time: String
        var level: String
        var part: String
        var message: String
        /// Under its own key, so that no name in it can pass for one of the others.
        var data: [String: String]
    }
}

extension String {
    /// One line, without what would steer a terminal: some of it was written by others.
    fileprivate var visible: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{2423}" : $0 }))
    }

    fileprivate var quoted: String { contains(where: { $0 == " " || $0 == "\"" }) ? "\"\(visible)\"" : visible }
}
