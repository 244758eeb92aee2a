/// The word of a list that somebody may have meant.
enum Suggestion {
    /// nil when none is near: at most a third of the word may differ, and at least one letter may.
    static func nearest(to word: String, in candidates: [String]) -> String? {
        let typed = word.lowercased()
        guard typed.count <= 64 else { return nil }
        let ranked = candidates.map { (candidate: $0, distance: distance(typed, $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= max(1, typed.count / 3) else {
            return nil
        }
        return best.candidate
    }

    /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count { table[row][0] = row }
        for column in 0...right.count { table[0][column] = column }
        for row in left.indices {
            for column in right.indices {
                let substitution = table[row][column] + (left[row] == right[column] ? 0 : 1)
                var best = min(substitution, table[row][column + 1] + 1, table[row + 1][column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, table[row - 1][column - 1] + 1)
                }
                table[row + 1][column + 1] = best
            }
        }
        return table[left.count][right.count]
    }
}
