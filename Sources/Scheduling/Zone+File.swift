extension Zone {
    /// Reads a file of the zone database (TZif, https://www.rfc-editor.org/rfc/rfc8536); nil where it is none.
    public init?(name: String, file: some Collection<UInt8>) {
        var bytes = ZoneBytes(Array(file))
        guard let header = ZoneHeader(&bytes) else { return nil }
        if header.version < 2 {
            guard let data = ZoneData(&bytes, header, width: 4) else { return nil }
            self.init(name: name, first: data.first, transitions: data.transitions, rule: nil)
            return
        }
        // The first block is for readers that know nothing else.
        bytes.skip(header.length(width: 4))
        guard let second = ZoneHeader(&bytes), let data = ZoneData(&bytes, second, width: 8), let footer = bytes.line()
        else { return nil }
        let rule = footer.isEmpty ? nil : ZoneRule(footer)
        guard footer.isEmpty || rule != nil else { return nil }
        self.init(name: name, first: data.first, transitions: data.transitions, rule: rule)
    }
}

private struct ZoneHeader {
    let version: Int
    private let counts: [Int]

    init?(_ bytes: inout ZoneBytes) {
        guard bytes.take(4) == Array("TZif".utf8), let version = bytes.take(16)?.first else { return nil }
        self.version = version == 0 ? 1 : Int(version) - 48
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = bytes.number(4), (0...100_000).contains(count) else { return nil }
            counts.append(count)
        }
        self.counts = counts
    }

    private var universalMarks: Int { counts[0] }
    private var standardMarks: Int { counts[1] }
    private var leapSeconds: Int { counts[2] }
    var times: Int { counts[3] }
    var types: Int { counts[4] }
    private var names: Int { counts[5] }

    func length(width: Int) -> Int { times * (width + 1) + types * 6 + rest(width: width) }
    /// What follows the types, and says nothing about offsets.
    func rest(width: Int) -> Int { names + leapSeconds * (width + 4) + standardMarks + universalMarks }
}

private struct ZoneData {
    var first = 0
    var transitions: [Zone.Transition] = []

    init?(_ bytes: inout ZoneBytes, _ header: ZoneHeader, width: Int) {
        var times: [Int] = []
        for _ in 0..<header.times {
            guard let time = bytes.number(width) else { return nil }
            times.append(time)
        }
        guard let indices = bytes.take(header.times) else { return nil }
        var offsets: [Int] = []
        for _ in 0..<header.types {
            guard let offset = bytes.number(4), bytes.take(2) != nil else { return nil }
            offsets.append(offset)
        }
        guard let first = offsets.first, times == times.sorted(), bytes.skip(header.rest(width: width)) else {
            return nil
        }
        self.first = first
        for (time, index) in zip(times, indices) {
            guard Int(index) < offsets.count else { return nil }
            transitions.append(Zone.Transition(at: time, offset: offsets[Int(index)]))
        }
    }
}

/// Bytes that are read from the front.
private struct ZoneBytes {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, next + count <= bytes.count else { return nil }
        defer { next += count }
        return Array(bytes[next..<next + count])
    }

    @discardableResult mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    /// Big-endian, in two's complement.
    mutating func number(_ width: Int) -> Int? {
        guard let taken = take(width) else { return nil }
        let value = taken.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
    }

    /// What stands between two line feeds.
    mutating func line() -> String? {
        guard take(1) == [10], let end = bytes[next...].firstIndex(of: 10) else { return nil }
        return take(end - next).map { String(decoding: $0, as: UTF8.self) }
    }
}
