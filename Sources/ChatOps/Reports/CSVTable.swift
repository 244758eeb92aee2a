import FoundationEssentials

/// Rows as RFC 4180 writes them, for spreadsheets to open.
struct CSVTable {
    private var text: String

    init(header: [String]) {
        text = ""
        add(header)
    }

    mutating func add(_ cells: [String]) {
        text += cells.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    /// In UTF-8 with its mark, by which spreadsheets know it.
    var data: Data { Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8) }

    /// What a spreadsheet would take for a formula gets an apostrophe before it: names in AWS are anybody's to choose.
    /// https://owasp.org/www-community/attacks/CSV_Injection
    private static func quoted(_ cell: String) -> String {
        let isFormula = cell.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + cell : cell
        let isPlain = safe.utf8.allSatisfy { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 > 0x1F }
        return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
