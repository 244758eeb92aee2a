/// Rows under named columns. Where a chat shows no table, each row is a line that names what it says.
public struct Table: Hashable, Sendable {
    public var columns: [String]
    /// As many cells as there are columns; an empty one says nothing.
    public var rows: [[String]]

    public init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The rows as they are read aloud: `Account: payments; Since: 2026-11-23`.
    public var lines: [RichText] {
        rows.map { row in
            let parts = zip(columns, row).filter { !$1.isEmpty }
            return RichText(
                parts.enumerated().flatMap { index, part -> [RichText.Run] in
                    [.plain("\(index > 0 ? "; " : "")\(part.0): \(part.1)")]
                })
        }
    }
}
