import CloudTrailCore

extension CommandRunner {
    /// What is wrong with the bot itself, and what to do about it.
    func doctor() async throws(Refusal) -> Message {
        guard let examine else { throw Refusal("I cannot examine myself here.", usage: .status) }
        let checks = await examine()
        let troubles = checks.filter { $0.outcome == .bad || $0.outcome == .doubtful }
        guard !troubles.isEmpty else { return .text("Nothing is wrong: \(counted(checks.count, "check")).") }
        let lines = troubles.map { check -> RichText in
            let line: RichText =
                "\(bold: check.outcome == .bad ? "Wrong" : "Doubtful"): \(check.area), \(check.name): \(check.found)"
            return check.remedy.map { line + " → \($0)" } ?? line
        }
        let title = "\(counted(troubles.count, "trouble")) among \(counted(checks.count, "check"))"
        return Message(
            summary: title,
            blocks: [.heading(title), .list(Array(lines.prefix(40)))]
                + (lines.count > 40
                    ? [.note("… and \(lines.count - 40) more: `trailwatch doctor` on a terminal has all.")] : []))
    }
}
