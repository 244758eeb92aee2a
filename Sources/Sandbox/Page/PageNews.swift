import Networking

/// What happened since a page asked last: awaited, so that one answer is always on its way.
struct PageNews: Sendable {
    /// So many at once: a page that comes late catches up in steps.
    static let portion = 500
    /// A page asks again after this, with or without news.
    static let patience = Duration.seconds(25)

    private let sandbox: Sandbox

    init(_ sandbox: Sandbox) { self.sandbox = sandbox }

    /// `at` is the `at` of the answer before, or empty.
    func since(_ at: String) async throws -> JSONValue {
        let marks = at.split(separator: ".").compactMap { Int($0) }
        var (slack, aws, jira) = marks.count == 3 ? (marks[0], marks[1], marks[2]) : (0, 0, 0)
        try await wait(slack, aws, jira)
        let dated = sandbox.workspace.journal.dated(since: slack).prefix(Self.portion)
        slack += dated.count
        let changes = sandbox.estate.journal.dated(since: aws)
        let tickets = sandbox.jira.journal.dated(since: jira)
        (aws, jira) = (aws + changes.count, jira + tickets.count)
        let notes = changes.compactMap { change -> JSONValue? in
            guard case .changed(let note) = change.entry else { return nil }
            return ["time": .double(change.time), "kind": "estate", "text": .string(note)]
        }
        let calls = tickets.compactMap { ticket -> JSONValue? in
            guard case .called(let method, let path, let status) = ticket.entry else { return nil }
            return [
                "time": .double(ticket.time), "kind": "jira", "text": .string("\(method) \(path)"),
                "status": .int(status),
            ]
        }
        let news = dated.map { Self.json($0.entry).adding(["time": .double($0.time)]) }
        let all = (news + notes + calls).sorted { Self.time($0) < Self.time($1) }
        return ["at": .string("\(slack).\(aws).\(jira)"), "news": .array(all)]
    }

    private static func time(_ news: JSONValue) -> Double {
        if case .double(let time)? = news["time"] { time } else { 0 }
    }

    private func wait(_ slack: Int, _ aws: Int, _ jira: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await sandbox.workspace.journal.entry(at: slack, within: Self.patience) }
            group.addTask {
                // Thousands of calls in a scan are no news to a page.
                _ = try await sandbox.estate.journal.first(since: aws, within: Self.patience) {
                    if case .changed = $0 { true } else { nil }
                }
            }
            group.addTask { _ = try await sandbox.jira.journal.entry(at: jira, within: Self.patience) }
            try await group.next()
            group.cancelAll()
        }
    }

    static func json(_ occurrence: Occurrence) -> JSONValue {
        switch occurrence {
        case .connected(let number): ["kind": "connected", "connection": .int(number)]
        case .disconnected(let number): ["kind": "disconnected", "connection": .int(number)]
        case .posted(let message): ["kind": "posted", "message": json(message)]
        case .edited(let message): ["kind": "edited", "message": json(message)]
        case .deleted(let message): ["kind": "deleted", "message": json(message)]
        case .modalOpened(let modal): ["kind": "modalOpened", "modal": json(modal)]
        case .modalUpdated(let modal): ["kind": "modalUpdated", "modal": json(modal)]
        case .modalClosed(let modal): ["kind": "modalClosed", "modal": json(modal)]
        case .modalRefused(let modal, let errors):
            ["kind": "modalRefused", "modal": json(modal), "errors": .object(errors.mapValues(JSONValue.string))]
        case .suggested(let options, let typed):
            ["kind": "suggested", "text": .string(typed), "count": .int(options.count)]
        case .homePublished(let person, let view): ["kind": "home", "person": .string(person), "view": view]
        case .shared(let file, let channel):
            .members([
                "kind": "file", "channel": .string(channel), "id": .string(file.id), "name": .string(file.name),
                "alt": .string(file.alternativeText), "size": .int(file.content.count),
                "thread": file.thread.map(JSONValue.string), "comment": .string(file.comment),
            ])
        case .called(let method, let error):
            .members(["kind": "called", "method": .string(method), "error": error.map(JSONValue.string)])
        case .refused(let method, let reasons):
            ["kind": "refused", "method": .string(method), "reasons": .array(reasons.map(JSONValue.string))]
        case .sent(let record): ["kind": "sent", "envelope": json(record)]
        case .acknowledged(let record): ["kind": "acknowledged", "envelope": json(record)]
        case .failed(let person, let channel, let text):
            .members([
                "kind": "failed", "person": .string(person), "channel": channel.map(JSONValue.string),
                "text": .string(text),
            ])
        }
    }

    private static func json(_ message: PostedMessage) -> JSONValue {
        .members([
            "channel": .string(message.channel), "ts": .string(message.ts),
            "thread": message.thread.map(JSONValue.string), "author": .string(message.author),
            "text": .string(message.text), "blocks": .array(message.blocks), "metadata": message.metadata,
            "edited": message.edited.map(JSONValue.string), "audience": message.audience.map(JSONValue.string),
        ])
    }

    private static func json(_ modal: Modal) -> JSONValue {
        ["id": .string(modal.id), "person": .string(modal.person), "view": modal.view]
    }

    /// Enough to follow an envelope; its payload only where it is short.
    private static func json(_ record: EnvelopeRecord) -> JSONValue {
        .members([
            "id": .string(record.id), "type": .string(record.type), "attempt": .int(record.attempt),
            "connection": .int(record.connection), "what": .string(what(record.payload)), "payload": record.payload,
            "response": record.response,
        ])
    }

    private static func what(_ payload: JSONValue) -> String {
        if let event = payload["event"] {
            return [event["type"]?.string, event["subtype"]?.string].compactMap(\.self).joined(separator: " ")
        }
        if let command = payload["command"]?.string { return "\(command) \(payload["text"]?.string ?? "")" }
        return payload["type"]?.string ?? ""
    }
}
