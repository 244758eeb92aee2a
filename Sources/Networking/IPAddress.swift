/// An IPv4 or IPv6 address, as its 4 or 16 bytes.
struct IPAddress: Sendable, Equatable {
    let bytes: [UInt8]

    /// nil for anything but an address in digits; IPv6 with or without brackets.
    init?(_ text: String) {
        let text = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        guard let bytes = text.contains(":") ? Self.six(text) : Self.four(text) else { return nil }
        self.bytes = bytes
    }

    func isWithin(_ network: IPAddress, bits: Int) -> Bool {
        guard bytes.count == network.bytes.count else { return false }
        return bytes.indices.allSatisfy { index in
            let kept = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> kept)
            return bytes[index] & mask == network.bytes[index] & mask
        }
    }

    private static func four(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt8($0) : nil }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// RFC 4291, 2.2; an address with `::` is filled up with zeros there.
    private static func six(_ text: String) -> [UInt8]? {
        guard let gap = text.firstIndex(of: ":"), case let halves = split(text, from: gap) else { return nil }
        guard let head = groups(halves.head), let tail = groups(halves.tail ?? "") else { return nil }
        if halves.tail == nil { return head.count == 16 ? head : nil }
        guard head.count + tail.count < 16 else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Around the first `::`.
    private static func split(_ text: String, from start: String.Index) -> (head: Substring, tail: Substring?) {
        var index = start
        while index < text.endIndex {
            let next = text.index(after: index)
            if next < text.endIndex, text[index] == ":", text[next] == ":" {
                return (text[..<index], text[text.index(after: next)...])
            }
            index = next
        }
        return (text[...], nil)
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let four = four(String(part)) {
                bytes += four
            } else {
                guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), part.first != "+" else {
                    return nil
                }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }
}
