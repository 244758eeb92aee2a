/// Columns as wide as their widest cell, in plain text. Control characters from outside are shown as `?`, so that no name can
/// steer the terminal.
struct Table {
    let header: [String]
    let rows: [[String]]

    var text: String {
        let cells = ([header] + rows).map { $0.map(\.printable) }
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            let line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
                separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }
}
