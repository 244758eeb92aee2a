import FoundationEssentials
import Networking

extension Workspace {
    /// Web API, Socket Mode and response URLs on one port.
    nonisolated func serve(_ request: ServedRequest) async -> ServedResponse {
        if request.path == "/link" || request.path == "/link/" {
            guard let socket = await open(ticket: request.query["ticket"] ?? "") else {
                return .text(403, "This ticket is unknown or used.")
            }
            return ServedResponse(socket: socket)
        }
        if request.path.hasPrefix("/upload/") { return await receive(request) }
        if ["/commands/", "/actions/", "/app/"].contains(where: request.path.hasPrefix) {
            return await respond(to: request)
        }
        guard request.path.hasPrefix("/api/") else { return .text(404, "Nothing here.") }
        return await call(request)
    }

    /// Tells the workspace where it is served.
    func listen(on port: UInt16) {
        base = "http://127.0.0.1:\(port)"
    }

    /// The value of SLACK_API_URL.
    public var apiURL: String { base + "/api/" }

    private func call(_ request: ServedRequest) -> ServedResponse {
        let method = String(request.path.dropFirst("/api/".count))
        let trouble = faults.take(method) ?? limited(method, request)
        switch trouble {
        case .rateLimited(let seconds):
            journal.append(.called(method: method, error: "ratelimited"))
            journal.append(.refused(method: method, reasons: ["Retry-After: \(seconds)"]))
            var answer = ServedResponse.json(429, ["ok": false, "error": "ratelimited"])
            answer.headers.append(("Retry-After", String(seconds)))
            return answer
        case .status(let status):
            journal.append(.called(method: method, error: "HTTP \(status)"))
            return .text(status, "upstream connect error or disconnect/reset before headers")
        case .error, .lostAnswer, nil: break
        }
        let answer = answer(method, request, trouble)
        journal.append(.called(method: method, error: answer["error"]?.string))
        let reasons = (answer["errors"]?.array ?? []).compactMap(\.string)
        if !reasons.isEmpty { journal.append(.refused(method: method, reasons: reasons)) }
        if trouble == .lostAnswer { return .text(502, "upstream connect error or disconnect/reset before headers") }
        var response = ServedResponse.json(200, answer)
        if answer["ok"]?.bool == true, method != "apps.connections.open" {
            response.headers.append(("x-oauth-scopes", identity.scopes.sorted().joined(separator: ",")))
        }
        return response
    }

    private func limited(_ method: String, _ request: ServedRequest) -> CallTrouble? {
        let channel = method == "chat.postMessage" ? (try? CallArguments(request))?.string("channel") : nil
        let wait = limits.wait(for: method, in: channel, now: now())
        return wait > .zero ? .rateLimited(Int((wait / .seconds(1)).rounded(.up))) : nil
    }

    private func answer(_ method: String, _ request: ServedRequest, _ trouble: CallTrouble?) -> JSONValue {
        do throws(SlackRefusal) {
            if case .error(let code) = trouble { throw SlackRefusal(code) }
            let arguments = try CallArguments(request)
            let header = request.headers["Authorization"] ?? ""
            try authorize(method, header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : arguments.string("token"))
            try permit(method, arguments)
            return try perform(method, arguments).adding(["ok": true])
        } catch {
            return error.answer
        }
    }

    private func authorize(_ method: String, _ token: String?) throws(SlackRefusal) {
        guard let token else { throw SlackRefusal("not_authed") }
        if let refusal = faults.refusedTokens { throw SlackRefusal(refusal) }
        let isConnection = method == "apps.connections.open"
        let tokens = faults.rotatedTokens ?? (identity.appToken, identity.botToken)
        let (right, wrong) = isConnection ? (tokens.app, tokens.bot) : (tokens.bot, tokens.app)
        if token == wrong { throw SlackRefusal("not_allowed_token_type") }
        if token != right { throw SlackRefusal("invalid_auth") }
    }

    /// One Web API method, token already checked.
    func perform(_ method: String, _ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        switch method {
        case "api.test": return [:]
        case "apps.connections.open": return ["url": .string(issueTicket())]
        case "auth.test": return authTest()
        case "chat.postMessage": return try postMessage(arguments)
        case "chat.postEphemeral": return try postEphemeral(arguments)
        case "chat.update": return try update(arguments)
        case "chat.delete": return try delete(arguments)
        case "chat.getPermalink": return try permalink(arguments)
        case "conversations.open": return try openConversation(arguments)
        case "conversations.list": return try listConversations(arguments)
        case "conversations.info": return try conversationInfo(arguments)
        case "conversations.join": return try joinConversation(arguments)
        case "conversations.members": return try conversationMembers(arguments)
        case "conversations.history": return try history(arguments)
        case "conversations.replies": return try replies(arguments)
        case "users.list": return try listUsers(arguments)
        case "users.info": return try userInfo(arguments)
        case "users.lookupByEmail": return try lookupByEmail(arguments)
        case "views.open": return try openView(arguments)
        case "views.update": return try updateView(arguments)
        case "views.publish": return try publishHome(arguments)
        case "usergroups.list": return listUserGroups(arguments)
        case "files.getUploadURLExternal": return try announceFile(arguments)
        case "files.completeUploadExternal": return try showFiles(arguments)
        default: throw SlackRefusal("unknown_method", ["req_method": .string(method)])
        }
    }

    private func authTest() -> JSONValue {
        [
            "url": .string("https://\(identity.domain).slack.com/"), "team": .string(identity.teamName),
            "user": .string(identity.bot.name), "team_id": .string(identity.team),
            "user_id": .string(identity.bot.id), "bot_id": .string(identity.botID), "is_enterprise_install": false,
        ]
    }
}
