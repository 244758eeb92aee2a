extension String {
    /// At most `limit` UTF-16 units (no less than any way Slack may count), cut between characters and ended by "…".
    func shortened(to limit: Int) -> String {
        guard utf8.count > limit, utf16.count > limit else { return self }
        var length = 0
        var end = startIndex
        while end < endIndex {
            let next = index(after: end)
            length += self[end..<next].utf16.count
            // One unit is for the ellipsis.
            if length > limit - 1 { break }
            end = next
        }
        return self[..<end] + "…"
    }

    /// Without control characters and without the marks that turn the reading direction round, by which one text passes
    /// for another. Letters of right-to-left scripts stay. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    var printable: String {
        // Nearly all text is ASCII, whose letters need no look-up.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isUnprintable { result.append(scalar) }
        return String(result)
    }

    /// For `text`, where Slack reads markup. https://docs.slack.dev/messaging/formatting-message-text#escaping
    var escapedForMarkup: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    fileprivate var isUnprintable: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true
        default: false
        }
    }
}
