/// A table; a message may have one. https://docs.slack.dev/reference/block-kit/blocks/table-block
struct TableBlock: Encodable, Sendable, Equatable {
    private let type = "table"
    let rows: [[Cell]]

    /// Text as it is: Slack looks for no markup in it.
    struct Cell: Encodable, Sendable, Equatable {
        private let type = "raw_text"
        let text: String

        fileprivate init(_ text: String, limit: Int) {
            let shown = text.printable.shortened(to: limit)
            // Slack refuses an empty cell.
            self.text = shown.isEmpty ? "–" : shown
        }
    }

    /// The pages of a long table, each under the same header; none without columns. Columns beyond the limit and rows
    /// longer than the header are cut, shorter ones filled up.
    static func pages(header: [String], rows: [[String]]) -> [TableBlock] {
        let columns = min(header.count, Limits.tableColumns)
        guard columns > 0 else { return [] }
        // So that a header and a row always fit into one page.
        let longest = Limits.tableText / (2 * columns)
        func cells(_ row: [String]) -> [Cell] {
            (0..<columns).map { Cell($0 < row.count ? row[$0] : "", limit: longest) }
        }
        let head = cells(header)
        var pages: [TableBlock] = []
        var page = [head]
        var room = Limits.tableText - head.length
        for row in rows.map(cells) {
            if page.count == Limits.tableRows || row.length > room {
                pages.append(TableBlock(rows: page))
                page = [head]
                room = Limits.tableText - head.length
            }
            page.append(row)
            room -= row.length
        }
        return pages + [TableBlock(rows: page)]
    }

    private init(rows: [[Cell]]) {
        self.rows = rows
    }
}

extension [TableBlock.Cell] {
    fileprivate var length: Int { reduce(0) { $0 + $1.text.utf16.count } }
}
