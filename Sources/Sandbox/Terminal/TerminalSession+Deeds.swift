import Networking

extension TerminalSession {
    /// Does what a line says; what cannot be done is told, not thrown.
    func perform(_ line: String, echoing: Bool = false) async throws {
        awaited = nil
        let command = TerminalCommand(line, bot: workspace.identity.bot.name, slash: workspace.identity.command)
        let isSpoken = form != nil || (command != .quit && command != .nothing)
        if echoing, isSpoken { echo(line) }
        do {
            if form != nil {
                try await fill(line)
            } else {
                try await perform(command)
            }
        } catch let mistake as WorkspaceMistake {
            awaited = nil
            put(mistake.description)
        }
    }

    private func perform(_ command: TerminalCommand) async throws {
        switch command {
        case .nothing: break
        case .quit: hasQuit = true
        case .help:
            if isInteractive { put(help) }
            try await perform(.direct("help"))
        case .become(let name): try await become(name)
        case .home:
            awaited = .init(channel: await workspace.directChannel(with: person.id).id)
            try await workspace.openHome(of: person.id)
        case .look(let number): try await look(number)
        case .enter(let name): try await enter(name)
        case .press(let message, let button): try await press(message, button)
        case .slash(let text):
            awaited = .init(channel: channel.id)
            try await workspace.command(text, as: person.id, in: channel.id)
        case .mention(let text):
            awaited = .init(channel: channel.id)
            try await workspace.say(text, as: person.id, in: channel.id)
        case .direct(let text):
            let direct = await workspace.directChannel(with: person.id)
            awaited = .init(channel: direct.id)
            try await workspace.say(text, as: person.id, in: direct.id)
        }
    }

    private func become(_ name: String) async throws {
        guard let member = await workspace.member(named: name), member.kind != .bot else {
            throw WorkspaceMistake("Nobody here is called \(name).")
        }
        person = member
    }

    private func enter(_ name: String) async throws {
        guard let place = await workspace.channel(named: name) else {
            throw WorkspaceMistake("There is no channel #\(name).")
        }
        channel = place
    }

    private func press(_ number: Int?, _ button: Int) async throws {
        guard
            let shown = number.map({ pressable.indices.contains($0 - 1) ? pressable[$0 - 1] : nil }) ?? pressable.last,
            let message = await workspace.message(shown.ts, in: shown.channel)
        else { throw WorkspaceMistake("There is no such message with buttons.") }
        guard let found = MessageText.buttons(of: message.blocks).first(where: { $0.number == button }) else {
            throw WorkspaceMistake("That message has no button \(button).")
        }
        if let owner = await workspace.channel(message.channel)?.person, owner != person.id {
            let name = await workspace.member(owner)?.name ?? owner
            throw WorkspaceMistake("That is a direct message to \(name). Type `as \(name)` first.")
        }
        if let confirm = found.element["confirm"] { showConfirmation(confirm) }
        let isDirect = await workspace.channel(message.channel)?.person != nil
        let place = AnswerWatch.Place(channel: message.channel, origin: isDirect ? nil : message.thread ?? message.ts)
        (awaited, lastPressed) = (place, place)
        try await workspace.press(found.element, blockID: found.blockID, on: message, as: person.id)
    }

    private func look(_ number: Int?) async throws {
        guard
            let shown = number.map({ pressable.indices.contains($0 - 1) ? pressable[$0 - 1] : nil }) ?? pressable.last,
            let message = await workspace.message(shown.ts, in: shown.channel)
        else { throw WorkspaceMistake("There is no such message.") }
        awaited = .init(channel: message.channel)
        try await workspace.useShortcut(on: message, as: person.id)
    }

    /// A press in a terminal is meant; what Slack would have asked is shown.
    private func showConfirmation(_ confirm: JSONValue) {
        let words = ["title", "text", "confirm"].map { confirm[$0]?["text"]?.string ?? "" }
        put("  \(words[0]) \(words[1]) → \(words[2])")
    }

    private func fill(_ line: String) async throws {
        guard var filling = form else { return }
        if line == "cancel" { return try await workspace.dismiss(filling.modal.id) }
        if let problem = filling.take(line) {
            put("  " + problem)
            return
        }
        form = filling
        if filling.next == nil { try await submit(filling) }
    }

    func submit(_ filling: FormFilling) async throws {
        form = nil
        awaited = filling.modal.person == person.id ? await formPlace() : nil
        put(style.paint(Span("  [\(filling.modal.view["submit"]?["text"]?.string ?? "Submit")]", .button)) + "\n")
        try await workspace.submit(filling.modal.id, values: filling.values)
    }

    /// The answer to a form comes where its button was pressed, as far as one can know.
    private func formPlace() async -> AnswerWatch.Place {
        if let place = lastPressed { return place }
        return .init(channel: await workspace.directChannel(with: person.id).id)
    }
}
