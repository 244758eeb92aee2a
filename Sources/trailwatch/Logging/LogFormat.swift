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
            // Under a key of its own, so that no name in the data can pass for one of the others.
            let data = metadata.sorted { $0.key < $1.key }.map { "\($0.inJSON):\($1.inJSON)" }.joined(separator: ",")
            return """
                {"data":{\(data)},"level":"\(level.rawValue)","message":\(message.inJSON),"part":\(String(part).inJSON),"time":"\(moment)"}
                """
        case .plain:
            let data = metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1.quoted)" }.joined()
            return "\(moment) \(level.rawValue) \(part): \(message.visible)\(data)"
        }
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

    /// A JSON string. By hand: an encoder takes ten times as long, and a line is written while somebody waits for an answer.
    /// https://www.rfc-editor.org/rfc/rfc8259#section-7
    fileprivate var inJSON: String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(utf8.count + 2)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x10: bytes += Array("\\u000\(String(byte, radix: 16))".utf8)
            case 0x10..<0x20: bytes += Array("\\u00\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
