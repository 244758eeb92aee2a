import Networking

extension TerminalSession {
    /// Shows an occurrence where it concerns a reader; true when something was printed.
    @discardableResult func show(_ occurrence: Occurrence, live: Bool) async -> Bool {
        switch occurrence {
        case .posted(let message), .edited(let message):
            guard message.author == workspace.identity.bot.id else { return false }
            return await show(message, live: live)
        case .modalOpened(let modal), .modalUpdated(let modal):
            guard modal.person == person.id, !modal.isLoading else { return false }
            await show(modal)
        case .modalRefused(let modal, let problems):
            guard modal.person == person.id else { return false }
            for problem in problems.values.sorted() { put("  " + problem) }
            form = FormFilling(modal)
        case .failed(let whom, _, let text):
            guard whom == person.id else { return false }
            put(clearLine + style.paint(Span(text, .bold)) + "\n")
        case .modalClosed(let modal):
            if form?.modal.id == modal.id { form = nil }
            return false
        case .shared(let file, let channel):
            let words = [file.comment, file.alternativeText].filter { !$0.isEmpty }.joined(separator: " – ")
            let place = await workspace.place(channel)
            let line = "[\(file.name) in \(place)\(words.isEmpty ? "" : ": \(words)")]"
            put(clearLine + style.paint(Span(line, .quiet)) + "\n")
        case .homePublished(let owner, let view):
            guard owner == person.id else { return false }
            await show(home: view)
        case .deleted, .suggested, .connected, .disconnected, .called, .refused, .sent, .acknowledged:
            return false
        }
        return true
    }

    private func show(home view: JSONValue) async {
        let rows = MessageText(names: await names()).rows(view["blocks"]?.array ?? [])
        let title = [Span(workspace.identity.bot.displayName, .bold), Span(" · home of \(person.name)", .quiet)]
        let bar = style.paint(Span("│ ", .quiet))
        let body = TextStyle(hasColour: style.hasColour, width: style.width - 2).lines(rows)
        let lines = [title.map(style.paint).joined()] + body.map { bar + $0 }
        put(clearLine + lines.joined(separator: "\n") + "\n")
    }

    private func show(_ message: PostedMessage, live: Bool) async -> Bool {
        if message.isProvisional {
            guard live else { return false }
            put(clearLine + style.paint(Span("  … \(message.text.prefix(90))", .quiet)), ending: "")
            return false
        }
        let isEdited = !shown.insert(message.channel + message.ts).inserted
        let text = MessageText(names: await names())
        var title = [Span(workspace.identity.bot.displayName, .bold)]
        title.append(Span(" · \(await place(of: message))\(isEdited ? " · edited" : "")", .quiet))
        if !MessageText.buttons(of: message.blocks).isEmpty {
            title.append(Span(" · message \(number(of: message))", .quiet))
        }
        let bar = style.paint(Span("│ ", .quiet))
        let body = TextStyle(hasColour: style.hasColour, width: style.width - 2).lines(text.rows(message))
        let lines =
            [title.map(style.paint).joined()] + body.map { $0.isEmpty ? style.paint(Span("│", .quiet)) : bar + $0 }
        put((live ? clearLine : "") + lines.joined(separator: "\n") + "\n")
        return true
    }

    private func place(of message: PostedMessage) async -> String {
        let place = await workspace.place(message.channel)
        guard let audience = message.audience else { return message.thread == nil ? place : "\(place), in a thread" }
        return "\(place), only for \(await workspace.member(audience)?.name ?? audience)"
    }

    /// Its number for `press`; an edited message becomes the latest only when it had no buttons before.
    private func number(of message: PostedMessage) -> Int {
        if let known = pressable.firstIndex(where: { $0.ts == message.ts && $0.channel == message.channel }) {
            pressable[known] = message
            return known + 1
        }
        pressable.append(message)
        return pressable.count
    }

    private func show(_ modal: Modal) async {
        let text = MessageText(names: await names())
        let blocks = (modal.view["blocks"]?.array ?? []).filter { $0["type"]?.string != "input" }
        let title = modal.view["title"]?["text"]?.string ?? ""
        let body = TextStyle(hasColour: style.hasColour, width: style.width - 2).lines(text.rows(blocks))
        let lines = [style.paint(Span("┌ ", .quiet)) + style.paint(Span(title, .bold))] + body.map { "│ " + $0 }
        put(clearLine + lines.joined(separator: "\n"))
        form = FormFilling(modal)
    }

    private func names() async -> Names {
        var names = Names()
        for member in await workspace.members { names.people[member.id] = member.name }
        for channel in await workspace.channels { names.channels[channel.id] = channel.name }
        return names
    }

    var welcome: String {
        let bot = workspace.identity.bot.name
        return """
            You are \(person.name), in a direct message with \(bot). Nothing here is real, except for the bot. Try:

              scan all              look at every account
              issues                what is open
              whitelist list        what is accepted
              press 1               press a button of the latest message that has some
              @\(bot) ping      speak in #\(channel.name)
              help                  all that this terminal understands

            """
    }

    var help: String {
        let bot = workspace.identity.bot.name
        return """
              TEXT                  a direct message to \(bot)
              @\(bot) TEXT      a message in the channel you are in
              \(workspace.identity.command) TEXT      the slash command, in the channel you are in
              press N               press button N of the latest message; press M N: of message M
              in #CHANNEL           go to another channel
              as PERSON             be somebody else
              cancel                close an open form
              quit                  end it

            And this is what \(bot) understands:

            """
    }
}
