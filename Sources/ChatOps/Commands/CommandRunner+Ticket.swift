import CloudTrailCore

extension CommandRunner {
    func ticket(for targets: Command.Targets, _ wishes: TicketWishes?, by person: Person) async throws -> Message {
        let places = try await ticketPlaces(targets)
        let created = try await tickets.ticket(for: places, askedBy: person.label, wishes: wishes)
        var blocks: [Message.Block] = [
            .paragraph("Ticket \(link: created.ticket.key, created.ticket.url) for \(where: places, playbook).")
        ]
        if !created.warnings.isEmpty { blocks.append(.list(created.warnings.map { "\($0)" })) }
        return Message(summary: blocks.plain + " \(created.ticket.url)", blocks: blocks)
    }

    private func ticketPlaces(_ targets: Command.Targets) async throws -> [AccountRegion] {
        let places = try await places(of: targets, Issue.Status.standing)
        guard places.isEmpty else { return places }
        if case .regions(let name, let scopes) = targets {
            throw Refusal(
                "There is no open issue in \(code: scopes.map(\.description).joined(separator: ", ")) of \(try playbook.account(named: name).title).",
                usage: .issues)
        }
        throw Refusal("Nothing of this is in trouble any more.", usage: .issues)
    }
}
