import CloudTrailCore

extension CommandRunner {
    func ticket(for place: AccountRegion, by person: Person) async throws(Refusal) -> Message {
        let created = try await tickets.ticket(for: place, askedBy: person.label)
        var blocks: [Message.Block] = [
            .paragraph(
                "Ticket \(link: created.ticket.key, created.ticket.url) for \(bold: playbook.account(place.account).title) \(code: place.region)."
            )
        ]
        if !created.warnings.isEmpty { blocks.append(.list(created.warnings.map { "\($0)" })) }
        return Message(summary: blocks.plain + " \(created.ticket.url)", blocks: blocks)
    }
}
