import AWS

/// Groups of writes that belong together, packed into as few transactions as take them.
struct Batches {
    /// Of all items of one transaction DynamoDB takes 4 MB; keys and conditions count as well.
    private static let mostBytes = 3 << 20

    private(set) var all: [[Write]] = []
    private var bytes = 0

    init(_ groups: [[Write]]) {
        for group in groups { add(group) }
    }

    /// Whether one transaction takes them all.
    static func fit(_ writes: [Write]) -> Bool {
        writes.count <= DynamoDB.transactionLimit && writes.reduce(0) { $0 + $1.storedBytes } <= mostBytes
    }

    private mutating func add(_ group: [Write]) {
        let size = group.reduce(0) { $0 + $1.storedBytes }
        if let last = all.last, last.count + group.count <= DynamoDB.transactionLimit, bytes + size <= Self.mostBytes {
            all[all.count - 1] += group
            bytes += size
        } else {
            all.append(group)
            bytes = size
        }
    }
}

extension Write {
    /// Nothing for what is deleted.
    var storedBytes: Int {
        guard case .put(let item) = kind else { return 0 }
        return item.reduce(0) { $0 + $1.key.utf8.count + $1.value.storedBytes }
    }
}
