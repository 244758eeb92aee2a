import FoundationEssentials
import Networking

/// What the page asks for: a thin room over the workspace, the estate and the JIRA that are there.
struct PageDesk: Sendable {
    var sandbox: Sandbox
    var files: PageFiles
    /// Tells a page that was left open from one of this run.
    private let run = UUID().uuidString

    init(sandbox: Sandbox, files: PageFiles) {
        (self.sandbox, self.files) = (sandbox, files)
    }

    func serve(_ request: ServedRequest) async -> ServedResponse {
        guard Self.isFromOurPage(request) else { return .text(403, "Only for the page of this sandbox.") }
        do {
            switch (request.method, request.path) {
            case ("GET", "/api/room"): return .json(200, await room())
            case ("GET", "/api/news"): return .json(200, try await PageNews(sandbox).since(request.query["at"] ?? ""))
            case ("GET", "/api/estate"): return .json(200, await EstatePicture(sandbox.estate.estate).json)
            case ("GET", "/api/tickets"): return .json(200, await tickets())
            case ("GET", let path) where path.hasPrefix("/api/file/"): return file(path)
            case ("GET", let path): return files.response(to: path) ?? .text(404, "Nothing here.")
            case ("POST", _): return .json(200, try await perform(request))
            default: return .text(405, "Not this way.")
            }
        } catch let mistake as WorkspaceMistake {
            return .json(409, ["error": .string(mistake.description)])
        } catch let mistake as SandboxMistake {
            return .json(409, ["error": .string(mistake.description)])
        } catch {
            return .json(400, ["error": "The page asked for something that does not fit."])
        }
    }

    /// Other pages in the same browser reach this port, too: by our address they have another origin, by a name of
    /// theirs that leads here they have another host.
    private static func isFromOurPage(_ request: ServedRequest) -> Bool {
        let host = request.headers["Host"] ?? ""
        guard ["127.0.0.1", "localhost"].contains(host.split(separator: ":").first ?? "") else { return false }
        guard let origin = request.headers["Origin"] else { return request.method == "GET" }
        return origin == "http://\(host)"
    }

    private func perform(_ request: ServedRequest) async throws -> JSONValue {
        let deed = try JSONValue(parsing: request.body)
        switch request.path {
        case "/api/say": try await say(deed)
        case "/api/press": try await press(deed)
        case "/api/submit": try await submit(deed)
        case "/api/dismiss": try await sandbox.workspace.dismiss(deed["view"]?.string ?? "")
        case "/api/type": return ["options": .array(try await type(deed))]
        case "/api/shortcut": try await useShortcut(deed)
        case "/api/home": try await sandbox.workspace.openHome(of: deed["as"]?.string ?? "")
        case "/api/estate": try await EstateDeed(deed).perform(on: sandbox.estate)
        case "/api/close":
            guard await sandbox.jira.close(deed["key"]?.string ?? "") else {
                throw SandboxMistake("There is no such ticket.")
            }
        default: throw SandboxMistake("The page asked for something that is not there.")
        }
        return [:]
    }

    // MARK: What there is

    private func room() async -> JSONValue {
        let (workspace, scenario) = (sandbox.workspace, sandbox.scenario)
        let identity = workspace.identity
        for person in scenario.members { await workspace.directChannel(with: person.id) }
        return [
            "run": .string(run), "team": .string(identity.teamName), "about": .string(scenario.about),
            "you": .string(Scenario.userID(scenario.you)), "channel": .string(scenario.channel),
            "bot": .string(identity.bot.id), "command": .string(identity.command),
            "hint": .string(identity.commandHint), "hasHome": .bool(identity.hasHome),
            "shortcut": .string(identity.shortcut.name),
            "people": .array(await workspace.members.map(person)),
            "channels": .array(await workspace.channels.map(channel)),
        ]
    }

    private func person(_ member: Member) -> JSONValue {
        [
            "id": .string(member.id), "name": .string(member.name), "display": .string(member.displayName),
            "kind": .string("\(member.kind)"), "role": .string(sandbox.scenario.role(of: member)),
        ]
    }

    private func channel(_ channel: Channel) -> JSONValue {
        .members([
            "id": .string(channel.id), "name": .string(channel.name), "private": .bool(channel.kind == .closed),
            "person": channel.person.map(JSONValue.string), "members": .array(channel.members.map(JSONValue.string)),
        ])
    }

    private func tickets() async -> JSONValue {
        let jira = sandbox.jira
        return ["tickets": .array(await jira.issues.map { PageTicket($0).json })]
    }

    private func file(_ path: String) -> ServedResponse {
        let id = path.dropFirst("/api/file/".count)
        for case .shared(let file, _) in sandbox.workspace.journal.entries where file.id == id {
            let isPicture = file.name.lowercased().hasSuffix(".png")
            return ServedResponse(
                type: isPicture ? "image/png" : "text/plain; charset=utf-8", headers: PageFiles.headers,
                body: file.content)
        }
        return .text(404, "There is no such file.")
    }

    // MARK: What people do

    private func say(_ deed: JSONValue) async throws {
        let (person, channel) = (deed["as"]?.string ?? "", deed["channel"]?.string ?? "")
        let (text, thread) = (deed["text"]?.string ?? "", deed["thread"]?.string)
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = words.first, first.hasPrefix("/") else {
            try await sandbox.workspace.say(text, as: person, in: channel, thread: thread)
            return
        }
        let command = sandbox.workspace.identity.command
        if first != command { throw SandboxMistake("\(first) is not a command here; \(command) is.") }
        if thread != nil { throw SandboxMistake("\(command) is not supported in threads. Mention the app instead.") }
        try await sandbox.workspace.command(words.count > 1 ? words[1] : "", as: person, in: channel)
    }

    private func press(_ deed: JSONValue) async throws {
        let (person, block) = (deed["as"]?.string ?? "", deed["block"]?.string ?? "")
        let element = deed["element"] ?? [:]
        guard let ts = deed["ts"]?.string else {
            let modal = deed["view"]?.string
            return try await sandbox.workspace.press(element, blockID: block, inModal: modal, as: person)
        }
        guard let message = await sandbox.workspace.message(ts, in: deed["channel"]?.string ?? "") else {
            throw SandboxMistake("This message is gone.")
        }
        try await sandbox.workspace.press(element, blockID: block, on: message, as: person)
    }

    private func useShortcut(_ deed: JSONValue) async throws {
        guard let message = await sandbox.workspace.message(deed["ts"]?.string ?? "", in: deed["channel"]?.string ?? "")
        else { throw SandboxMistake("This message is gone.") }
        try await sandbox.workspace.useShortcut(on: message, as: deed["as"]?.string ?? "")
    }

    private func submit(_ deed: JSONValue) async throws {
        let values = (deed["values"]?.object ?? [:]).mapValues { $0.object ?? [:] }
        try await sandbox.workspace.submit(deed["view"]?.string ?? "", values: values)
    }

    private func type(_ deed: JSONValue) async throws -> [JSONValue] {
        let (workspace, text) = (sandbox.workspace, deed["text"]?.string ?? "")
        let mark = workspace.journal.mark
        let block = deed["block"]?.string ?? ""
        if let ts = deed["ts"]?.string {
            guard let message = await workspace.message(ts, in: deed["channel"]?.string ?? "") else {
                throw SandboxMistake("This message is gone.")
            }
            try await workspace.type(
                text, into: deed["action"]?.string ?? "", of: block, on: message, as: deed["as"]?.string ?? "")
        } else {
            try await workspace.type(text, into: block, of: deed["view"]?.string ?? "")
        }
        let options = try await workspace.journal.first(since: mark, within: workspace.timings.acknowledgement) {
            if case .suggested(let options, text) = $0 { options } else { nil }
        }
        return options ?? []
    }
}
