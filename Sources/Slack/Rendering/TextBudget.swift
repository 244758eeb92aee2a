/// How much text a message may still hold.
struct TextBudget {
    private(set) var left: Int
    /// Whether something had to be left out.
    private(set) var isExceeded = false

    init(_ limit: Int) {
        left = limit
    }

    /// As much of a text as fits, nil when nothing does.
    mutating func take(_ text: String, limit: Int) -> String? {
        let shown = text.printable
        guard !shown.isEmpty else { return nil }
        let room = min(limit, left)
        guard room > 1 else {
            isExceeded = true
            return nil
        }
        let cut = shown.shortened(to: room)
        if cut.utf8.count < shown.utf8.count { isExceeded = true }
        left -= cut.utf16.count
        return cut
    }
}
