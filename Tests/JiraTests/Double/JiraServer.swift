import FlyingFox
import FlyingSocks
import Foundation
import FoundationEssentials
import Networking

/// The double on a free loopback port, lent to a closure.
enum JiraServer {
    /// `base` is the address people would put into the configuration, without a slash at the end.
    static func with(
        _ jira: JiraDouble, path: String = "", _ body: (_ base: String) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled, handler: Handler(jira: jira, path: path))
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening(timeout: 60)
        guard case .ip4(_, let port)? = await server.listeningAddress else { throw CancellationError() }
        try await body("http://127.0.0.1:\(port)\(path)")
    }

    private struct Handler: HTTPHandler {
        let jira: JiraDouble
        let path: String

        func handleRequest(_ request: FlyingFox.HTTPRequest) async throws -> FlyingFox.HTTPResponse {
            guard request.path.hasPrefix(path + "/") else { return HTTPResponse(statusCode: .notFound) }
            let body = try await request.bodyData
            let call = JiraDouble.Call(
                method: request.method.rawValue, path: String(request.path.dropFirst(path.count)),
                query: Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
                authorization: request.headers[.authorization],
                body: try? JSONDecoder().decode(JSONValue.self, from: body),
                upload: String(decoding: body, as: UTF8.self), token: request.headers[HTTPHeader("X-Atlassian-Token")])
            guard let answer = await jira.answer(call) else {
                try await Task.sleep(for: .seconds(600))
                throw CancellationError()
            }
            return HTTPResponse(
                statusCode: HTTPStatusCode(answer.status, phrase: ""),
                headers: HTTPHeaders(
                    Dictionary(uniqueKeysWithValues: answer.headers.map { (HTTPHeader($0.key), $0.value) })),
                body: Data(answer.body.utf8))
        }
    }
}
