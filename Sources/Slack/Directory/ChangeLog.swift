/// Tells whether what was loaded may be kept: not when a change of it was told while it was on its way.
struct ChangeLog<Key: Hashable & Sendable>: Sendable {
    private var number = 0
    private var lastOfAll = 0
    /// Only as long as something is being loaded.
    private var last: [Key: Int] = [:]
    private var loads = 0

    /// A load begins, which `end` is to follow.
    mutating func begin() -> Int {
        loads += 1
        return number
    }

    mutating func end() {
        loads -= 1
        if loads == 0 { last = [:] }
    }

    mutating func changed(_ key: Key) {
        number += 1
        if loads > 0 { last[key] = number }
    }

    mutating func allChanged() {
        number += 1
        lastOfAll = number
    }

    /// To be asked before `end`.
    func isUnchanged(_ key: Key, since start: Int) -> Bool {
        max(lastOfAll, last[key] ?? 0) <= start
    }
}
