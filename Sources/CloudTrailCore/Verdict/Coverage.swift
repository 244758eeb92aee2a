/// Which management events are recorded: a set, described for reads and writes apart, that trails are united into.
struct Coverage: Hashable {
    /// One half of the management events.
    struct Half: Hashable {
        /// All sources but these; nil when no selector takes all sources.
        var allSourcesBut: Set<String>?
        /// Sources taken one by one.
        var sources: Set<String> = []
        /// Selectors that take only some events, as AWS states their conditions.
        var filters: Set<String> = []

        var isEmpty: Bool { allSourcesBut == nil && sources.isEmpty && filters.isEmpty }

        func union(_ other: Half) -> Half {
            let named = sources.union(other.sources)
            let exceptions: Set<String>? =
                switch (allSourcesBut, other.allSourcesBut) {
                case (let mine?, let theirs?): mine.intersection(theirs)
                case (let one, let another): one ?? another
                }
            return Half(
                allSourcesBut: exceptions?.subtracting(named), sources: named, filters: filters.union(other.filters))
        }
    }

    var reads = Half()
    var writes = Half()

    static let none = Coverage()
    static let everything = Coverage(reads: Half(allSourcesBut: []), writes: Half(allSourcesBut: []))

    func union(_ other: Coverage) -> Coverage {
        if other.isEmpty || self == other { return self }
        if isEmpty { return other }
        return Coverage(reads: reads.union(other.reads), writes: writes.union(other.writes))
    }

    mutating func formUnion(_ other: Coverage) { self = union(other) }

    var isEmpty: Bool { reads.isEmpty && writes.isEmpty }

    /// What is missing, in a fixed order; empty when everything is recorded.
    var gaps: [CoverageGap] {
        var gaps: [CoverageGap] = []
        for (half, whole) in [(reads, CoverageGap.reads), (writes, .writes)] {
            for gap in half.gaps(whole: whole) where !gaps.contains(gap) { gaps.append(gap) }
        }
        return gaps
    }
}

extension Coverage.Half {
    fileprivate func gaps(whole: CoverageGap) -> [CoverageGap] {
        if let allSourcesBut { return allSourcesBut.sorted().map(CoverageGap.source) }
        if isEmpty { return [whole] }
        return [.filtered((filters.union(sources.map { "eventSource Equals \($0)" })).sorted())]
    }
}
