import Foundation
import Networking

/// Reaches the double without a socket, for a second client beside the one under test.
struct ForwardingTransport: HTTPTransport {
    let jira: JiraDouble

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard let url = URLComponents(string: request.url) else { throw TransportError(.invalidURL, request.url) }
        let call = JiraDouble.Call(
            method: request.method.rawValue, path: url.path,
            query: Dictionary((url.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 }),
            authorization: request.headers["Authorization"],
            body: try? JSONDecoder().decode(JSONValue.self, from: request.body),
            upload: String(decoding: request.body, as: UTF8.self), token: request.headers["X-Atlassian-Token"])
        guard let answer = await jira.answer(call) else { throw TransportError(.timedOut, "nothing came") }
        var headers = HTTPHeaders()
        for (name, value) in answer.headers { headers.append(name, value) }
        return HTTPResponse(status: answer.status, headers: headers, body: Data(answer.body.utf8))
    }
}
