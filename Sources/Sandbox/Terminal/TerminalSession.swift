import Networking

/// A person at a terminal: typed lines become deeds in the workspace, what happens there becomes text.
public actor TerminalSession {
    /// How a session ended.
    public enum Outcome: Sendable, Equatable {
        /// `quit`, or the last line was answered.
        case finished
        /// A line that had no complete answer.
        case unanswered(String)
    }

    let workspace: Workspace
    let style: TextStyle
    /// Writes text as it is.
    let out: @Sendable (String) -> Void
    let clock = ContinuousClock()
    var person: Member
    /// Where mentions and slash commands go.
    var channel: Channel
    var form: FormFilling?
    /// The messages with buttons that were shown, in order: what `press` goes by.
    var pressable: [PostedMessage] = []
    /// Messages that were shown finished once.
    var shown: Set<String> = []
    /// Where the last line's answer comes to; nil when none is expected.
    var awaited: AnswerWatch.Place?
    /// Where the answer to the last press comes to; a form that follows it is answered there, too.
    var lastPressed: AnswerWatch.Place?
    var hasQuit = false
    var isInteractive = false

    /// Throws when the scenario's person or channel is not in the workspace.
    public init(
        _ workspace: Workspace, you: String, channel: String, style: TextStyle,
        out: @escaping @Sendable (String) -> Void
    ) async throws {
        guard let person = await workspace.member(named: you), let place = await workspace.channel(named: channel)
        else {
            throw SandboxMistake("The workspace lacks \(you) or #\(channel).")
        }
        (self.workspace, self.style, self.out) = (workspace, style, out)
        (self.person, self.channel) = (person, place)
    }

    /// Says one line after the other, each when the answer to the one before is complete.
    public func converse(_ lines: some AsyncSequence<String, Never> & Sendable) async throws -> Outcome {
        var mark = 0
        for await line in lines {
            mark = try await showNews(from: mark)
            try await perform(line, echoing: true)
            if hasQuit { break }
            guard let place = awaited else { continue }
            guard try await showAnswer(in: place, from: &mark) else { return .unanswered(line) }
        }
        if let form { try await workspace.dismiss(form.modal.id) }
        return .finished
    }

    /// Shows everything as it happens, and does what is typed meanwhile.
    public func interact(_ lines: some AsyncSequence<String, Never> & Sendable) async throws -> Outcome {
        isInteractive = true
        put(welcome)
        prompt()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.watch() }
            group.addTask {
                for await line in lines {
                    try await self.perform(line)
                    if await self.hasQuit { break }
                    await self.prompt()
                }
            }
            try await group.next()
            group.cancelAll()
        }
        return .finished
    }

    private func watch() async throws {
        var mark = 0
        while true {
            guard let occurrence = try await workspace.journal.entry(at: mark, within: .seconds(3600)) else { continue }
            mark += 1
            if await show(occurrence, live: true) { prompt() }
        }
    }

    /// Shows what happened since, and where to look next.
    private func showNews(from mark: Int) async throws -> Int {
        let news = workspace.journal.entries.dropFirst(mark)
        for occurrence in news { await show(occurrence, live: false) }
        return mark + news.count
    }

    private func showAnswer(in place: AnswerWatch.Place, from mark: inout Int) async throws -> Bool {
        let start = clock.now
        func seconds() -> Double { (clock.now - start) / .seconds(1) }
        var watch = AnswerWatch(person: person.id, place: place, bot: workspace.identity.bot.id, now: 0)
        while true {
            switch watch.verdict(now: seconds()) {
            case .complete: return true
            case .gaveUp: return false
            case .wait(let limit):
                guard let news = try await workspace.journal.entry(at: mark, within: .seconds(limit)) else { continue }
                mark += 1
                watch.note(news, now: seconds())
                await show(news, live: false)
            }
        }
    }

    /// Removes the prompt or the progress that stands on the line.
    var clearLine: String { style.hasColour ? "\r\u{1B}[K" : "" }

    func put(_ text: String, ending: String = "\n") {
        out(text + ending)
    }

    /// What was said, as part of the printed conversation.
    func echo(_ line: String) {
        if let field = form?.next {
            put(style.paint(Span("  \(field.label): ", .quiet)) + line)
        } else {
            put(style.paint(Span("\(person.name) › ", .button)) + line + "\n")
        }
    }

    private func prompt() {
        let text = form?.next.map { "  \($0.label): " } ?? "\(person.name) › "
        put(clearLine + style.paint(Span(text, .button)), ending: "")
    }
}
