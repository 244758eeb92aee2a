import FoundationEssentials
import Networking

extension Workspace {
    static let responseURLUses = 5

    func mintResponseURL(_ kind: String, person: String, channel: String, source: String? = nil) -> String {
        let path = "/\(kind)/\(identity.team)/\(mintNumber())/\(UUID().uuidString.filter { $0 != "-" })"
        responseURLs[path] = ResponseURL(person: person, channel: channel, source: source, issued: now())
        return base + path
    }

    /// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    func respond(to request: ServedRequest) -> ServedResponse {
        guard let url = responseURLs[request.path] else { return .json(404, ["ok": false, "error": "no_such_url"]) }
        if now() - url.issued > timings.responseURL { return .json(404, ["ok": false, "error": "expired_url"]) }
        if url.uses >= Self.responseURLUses { return .json(404, ["ok": false, "error": "used_url"]) }
        guard let answer = try? JSONValue(parsing: request.body), answer.object != nil else {
            return .json(400, ["ok": false, "error": "invalid_payload"])
        }
        responseURLs[request.path]?.uses += 1
        do throws(SlackRefusal) {
            try take(answer, for: url)
            return .text(200, "ok")
        } catch {
            return .json(400, error.answer)
        }
    }

    /// A slash command's acknowledgement may carry the answer.
    func answer(_ responseURL: String, with answer: JSONValue) {
        guard let url = responseURLs[String(responseURL.dropFirst(base.count))] else { return }
        do throws(SlackRefusal) {
            try take(answer, for: url)
        } catch {
            journal.append(.failed(to: url.person, channel: url.channel, text: error.code))
        }
    }

    private func take(_ answer: JSONValue, for url: ResponseURL) throws(SlackRefusal) {
        let source = url.source.flatMap { index(of: $0, in: url.channel) }
        if answer["delete_original"]?.bool == true {
            guard let source else { throw SlackRefusal("message_not_found") }
            return remove(source)
        }
        let content = try MessageContent(CallArguments(answer.object ?? [:]))
        if answer["replace_original"]?.bool == true, let source {
            _ = edit(source, content)
            return
        }
        guard !content.text.isEmpty || content.blocks?.isEmpty == false else { throw SlackRefusal("no_text") }
        let isPublic = answer["response_type"]?.string == "in_channel"
        _ = post(
            content, in: url.channel, thread: answer["thread_ts"]?.string, audience: isPublic ? nil : url.person)
    }
}
