import CloudTrailCore
@preconcurrency import Glibc

/// A line on standard error that shows how far a scan is; silent where standard error is no terminal.
struct ProgressBar {
    private static let width = 30
    private let isShown = isatty(STDERR_FILENO) == 1
    private var shown = ""

    mutating func show(_ report: ScanReport) {
        guard isShown else { return }
        let share = report.plannedAccounts == 0 ? 1 : Double(report.finishedAccounts) / Double(report.plannedAccounts)
        let done = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: Self.width - done)
        let line =
            "\(bar) \(report.finishedAccounts)/\(report.plannedAccounts) accounts, \(report.judgedRegions) regions, \(report.brokenRegions) in trouble"
        guard line != shown else { return }
        shown = line
        fputs("\r\u{1B}[K\(line)", stderr)
        fflush(stderr)
    }

    func clear() {
        guard isShown else { return }
        fputs("\r\u{1B}[K", stderr)
        fflush(stderr)
    }
}
